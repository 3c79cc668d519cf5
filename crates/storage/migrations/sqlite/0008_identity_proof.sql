-- Identities that the site's own server signed.

-- Whether the page's words about who is writing count only with a proof, and the sealed keys that are good.
ALTER TABLE site ADD COLUMN identity_required INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN identity_key BLOB;
ALTER TABLE site ADD COLUMN identity_old_key BLOB;

-- The keyed hash of the person that a proof named; another one is somebody else.
ALTER TABLE visitor ADD COLUMN person BLOB;

-- Proofs that were used, by the keyed hash of their names, until nobody could use them any more.
CREATE TABLE used_proof (
    site_id    TEXT NOT NULL REFERENCES site (id),
    proof      BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (site_id, proof)
) STRICT;
CREATE INDEX used_proof_age ON used_proof (expires_at);

-- Records of the consent ledger go when their time is over.
CREATE INDEX consent_entry_age ON consent_entry (site_id, expires_at);

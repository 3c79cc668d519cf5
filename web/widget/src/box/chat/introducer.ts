/**
 * What the page said about who is writing, and how much of it the server has taken.
 *
 * A proof is good for one use, and its first use changes the token, so it travels with a session only: an answer that
 * belongs to it and to nobody else says what became of it.
 */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { HttpErrorCode } from "@entrenous/protocol/http.ts";
import type { BoxHost, Identity } from "../../host.ts";
import { warn } from "../../loader/report.ts";
import { currentPage } from "../../page-watch.ts";
import type { Introduction } from "../connection/session.ts";
import { toIdentityIn } from "./identity-frame.ts";

/** What the page's developer is told; the manual says more (docs/manual/identity.md). */
const WARNINGS: Partial<Record<HttpErrorCode, string>> = {
  identity_proof_wrong:
    "identify: the proof is not signed with this website's key (HS256), or a claim is missing. The chat goes on without it.",
  identity_proof_expired:
    "identify: the proof has expired. Make one for each page; the chat goes on without it.",
  identity_proof_other_site:
    "identify: the claim `aud` is not this website's chat key. The chat goes on without the proof.",
  identity_proof_replayed:
    "identify: the proof was used before. Make one for each page; the chat goes on without it.",
  identity_unsigned:
    "This website takes name, email, phone and variables only with a proof: smartsupp('identify', …). They were not sent.",
};

export class Introducer {
  identity: Identity;
  language: string;
  /** What the server knows of the unsigned words, as JSON; only differences are told. */
  #told: string | undefined;
  /** The proof that was taken or refused: it is not shown again. */
  #settled: string | undefined;
  #refused: string | undefined;
  #takesUnsigned = true;

  #about: BoxHost["page"];

  constructor(identity: Identity, language: string, about: BoxHost["page"] = {}) {
    this.identity = identity;
    this.language = language;
    this.#about = about;
  }

  /** Where the visitor is, with what the page says of itself. */
  get page(): Schemas["PageIn"] {
    return { ...currentPage(), ...this.#about };
  }

  /** The page gave a proof that the server has not seen. */
  get hasProof(): boolean {
    return this.#proof !== undefined;
  }

  /** What a session begins with. */
  introduce(): Introduction {
    const proof = this.#proof;
    return {
      page: this.page,
      identity: { ...this.#unsigned(), ...(proof ? { proof } : {}) },
      ...(this.#refused ? { refused_proof: this.#refused } : {}),
    };
  }

  /** The unsigned words, if the server does not know them yet. */
  news(): Schemas["IdentityIn"] | undefined {
    const identity = this.#unsigned();
    return JSON.stringify(identity) === this.#told ? undefined : identity;
  }

  /** The server took the words, and the proof if there was one. */
  taken({ proof, ...identity }: Schemas["IdentityIn"]): void {
    this.#told = JSON.stringify(identity);
    if (proof) this.#settled = proof;
    this.#refused = undefined;
  }

  /** The server did not take them. True when there is something else to say now. */
  refused(code: HttpErrorCode, sent: Schemas["IdentityIn"]): boolean {
    const text = WARNINGS[code];
    if (text === undefined) return false;
    if (code === "identity_unsigned") {
      if (!this.#takesUnsigned) return false;
      this.#takesUnsigned = false;
      this.#told = undefined;
    } else {
      if (!sent.proof) return false;
      this.#settled = this.#refused = sent.proof;
    }
    warn(text);
    return true;
  }

  /** The visitor is forgotten: whoever comes next is told everything again. */
  forget(): void {
    this.#told = undefined;
    this.#refused = undefined;
  }

  get #proof(): string | undefined {
    const { proof } = this.identity;
    return proof && proof !== this.#settled ? proof : undefined;
  }

  #unsigned(): Schemas["IdentityIn"] {
    const { group } = this.identity;
    const said = this.#takesUnsigned ? this.identity : { ...(group ? { group } : {}), variables: {} };
    return toIdentityIn(said, this.language);
  }
}

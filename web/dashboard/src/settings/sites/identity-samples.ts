/** How a site's own server signs who is logged in; the manual has the same with explanations (docs/manual/identity.md). */
export type SampleLanguage = "node" | "php";

/** Complete programs without a library. The key is read from the environment, so that nobody pastes it into a page. */
export function identitySample(language: SampleLanguage, chatKey: string): string {
  return language === "node" ? node(chatKey) : php(chatKey);
}

function node(chatKey: string): string {
  return `import { createHmac, randomUUID } from "node:crypto";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function identityProof(user) {
  const now = Math.floor(Date.now() / 1000);
  const text = part({ alg: "HS256", typ: "JWT" }) + "." + part({
    aud: "${chatKey}",
    iat: now,
    exp: now + 300,
    jti: randomUUID(),
    sub: String(user.id),
    name: user.name,
    email: user.email,
  });
  const key = process.env.CHAT_IDENTITY_KEY;
  return text + "." + createHmac("sha256", key).update(text).digest("base64url");
}
`;
}

function php(chatKey: string): string {
  return `<?php
function identity_proof(array $user): string {
    $part = fn(string $text) => rtrim(strtr(base64_encode($text), '+/', '-_'), '=');
    $now = time();
    $text = $part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . $part(json_encode([
        'aud' => '${chatKey}',
        'iat' => $now,
        'exp' => $now + 300,
        'jti' => bin2hex(random_bytes(16)),
        'sub' => (string) $user['id'],
        'name' => $user['name'],
        'email' => $user['email'],
    ]));
    return $text . '.' . $part(hash_hmac('sha256', $text, getenv('CHAT_IDENTITY_KEY'), true));
}
`;
}

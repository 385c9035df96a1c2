/** Last words of a name that promise a secret, and pairs of last words. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  "pass", "pwd", "secret", "secrets", "token", "tokens", "credential", "credentials", "auth", "authorization", "jwt", "bearer", "sas", "pin",
  "apikey", "accesskey", "privatekey", "secretkey", "licensekey", "accountkey", "encryptionkey", "signingkey", "masterkey", "sharedkey", "authkey",
]);
/** Endings that promise a secret even without a word break: PGPASSWORD, dbpasswd. */
const SECRET_ENDING = /(password|passwords|passwd|passphrase|passcode|secret|token|apikey|keyid)$/;
// All lengths are bounded: unbounded, each of these would take the square of a line's length on a megabyte without its end.
const NAME = /([A-Za-z_][\w.-]{0,200})(["']?\s{0,20}[=:]\s{0,20})/g;
const VALUE = /"[^"]*"|'[^']*'|[^\s,;&"'}\])]+/y;
/** `user:password@` in a URL. A port before a path is no password; a password may hold `@`, or even `/`. */
const URL_USER = /([a-z][\w+.-]{0,30}:(?:\/\/|@))([^\s/:@]{0,200}):(?!\d{1,9}\/)(?:[^\s/?"']{0,300}|[^\s"']{0,300}?)@(?=[\w.[-])/gi;
const ORACLE_USER = /(jdbc:oracle:\w{1,30}:)([^\s/@]{1,200})\/([^\s@]{1,300})@/gi;
const KNOWN_TOKENS = /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,1000}\.[\w-]{8,4000}\.[\w-]*|sk-[A-Za-z0-9_-]{20,})/g;
const BEARER = /\b(Bearer|Basic)(\s{1,20})[\w+/.=~-]{8,}/gi;

/** What stands in a secret's place. */
const MASK = "***";

/**
 * Hides passwords, tokens and credentials in one word or in a whole text: values of names that promise a secret,
 * `user:password@` in URLs, and well-known token shapes become `***`. Used on everything we print; running it twice
 * changes nothing more. Names and everything else stay as they are.
 */
export function maskSecrets(text: string): string {
  const masked = text
    .replace(URL_USER, `$1$2:${MASK}@`)
    .replace(ORACLE_USER, `$1$2/${MASK}@`)
    .replace(BEARER, `$1$2${MASK}`)
    .replace(KNOWN_TOKENS, MASK);
  return maskPairs(masked);
}

/** Masks `name=value` and `name: value`. A value may hold pairs itself (`-javaagent:a.jar=token=x`), so it is searched again. */
function maskPairs(text: string): string {
  const pair = new RegExp(NAME);
  const value = new RegExp(VALUE);
  let masked = "";
  let done = 0;
  for (let match = pair.exec(text); match !== null; match = pair.exec(text)) {
    if (!isSecretName(match[1] ?? "")) continue;
    value.lastIndex = pair.lastIndex;
    const found = value.exec(text);
    if (found === null) continue;
    masked += text.slice(done, found.index) + MASK;
    done = value.lastIndex;
    pair.lastIndex = done;
  }
  return masked + text.slice(done);
}

/** Masks a list of command-line words; a word after `--password` or the like is a secret as well. */
export function maskWords(words: readonly string[]): string[] {
  return words.map((word, at) => {
    const before = words[at - 1];
    if (before !== undefined && /^--?[A-Za-z]/.test(before) && !/[=:]/.test(before) && isSecretName(before.replace(/^-+/, "")) && !word.startsWith("-")) return MASK;
    const whole = /^(-D|--?|-XX:)?([\w.-]+)=(.+)$/s.exec(word);
    if (whole !== null && isSecretName(whole[2] ?? "")) return `${whole[1] ?? ""}${whole[2] ?? ""}=${MASK}`;
    return maskSecrets(word);
  });
}

function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/\d+$/, "")
    .split(/[._-]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  return SECRET_WORDS.has(last) || SECRET_ENDING.test(last) || SECRET_WORDS.has(`${words.at(-2) ?? ""}${last}`) || (last === "id" && words.at(-2) === "key");
}

// Makes the key proofs of x/membership/types with a standard wallet library and
// an independent protobuf encoder, and checks that the Go tests hold the same.
// Run it after a change of the texts: node vectors.mjs prints what it made.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { Secp256k1Wallet, makeSignDoc, serializeSignDoc } from "@cosmjs/amino";

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, "..", "..");
const chain = "coop-test-1";
const expires = 1700086400;

const root = new protobuf.Root();
root.resolvePath = (_, target) => {
  if (target.startsWith("coop/")) return path.join(top, "proto", target);
  return path.isAbsolute(target) ? target : null;
};
root.loadSync(path.join(top, "proto/coop/membership/v1/charter.proto"));
const Charter = root.lookupType("coop.membership.v1.Charter");

// A charter of workers, as the Go test has it; defaults are left out.
const days = (n) => n * 24 * 60 * 60;
const Person = root.lookupEnum("coop.membership.v1.MemberKind").values.MEMBER_KIND_PERSON;
const Base = root.lookupEnum("coop.membership.v1.Base").values;
const Officer = root.lookupEnum("coop.membership.v1.AdmissionPolicy").values.ADMISSION_POLICY_OFFICER;
const charter = Charter.encode({
  name: "Riverside Bakery",
  classes: [
    { id: 1, name: "workers", votes: true, admits: Person },
    { id: 2, name: "supporters", admits: Person },
  ],
  rules: [
    {
      name: "ordinary", approval: { numerator: 1, denominator: 2, moreThan: true, base: Base.BASE_VOTES_CAST },
      quorum: { denominator: 1, base: Base.BASE_ROLL }, votingPeriodSeconds: days(3),
    },
    {
      name: "special", approval: { numerator: 2, denominator: 3, base: Base.BASE_VOTES_CAST },
      quorum: { numerator: 1, denominator: 2, base: Base.BASE_ROLL }, orMajorityOfRoll: true, votingPeriodSeconds: days(7),
    },
  ],
  requirements: [{ subject: "charter", rule: "special" }],
  defaultRule: "ordinary",
  admission: Officer,
  maxOpenResolutionsPerMember: 5,
}).finish();

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const wallet = (byte) => Secp256k1Wallet.fromKey(new Uint8Array(32).fill(byte), "coop");
const [anna, ben] = [await wallet(1), await wallet(2)];
const address = async (of) => (await of.getAccounts())[0].address;

async function signText(text) {
  const signer = await address(anna);
  const data = Buffer.from(text).toString("base64");
  const message = { type: "sign/MsgSignData", value: { signer, data } };
  const doc = makeSignDoc([message], { gas: "0", amount: [] }, "", "", "0", "0");
  const { signature } = await anna.signAmino(signer, doc);
  return { signBytes: Buffer.from(serializeSignDoc(doc)).toString(), signature: signature.signature };
}

const own = await address(anna);
const founders = `Founder 1: class workers, keys ${own}\nFounder 2: class supporters, keys ${await address(ben)}, held by 2\n`;
const texts = {
  member: `Coop Ledger: this key may act for a member.\nLedger: ${chain}\nCo-op: north\nMember: member 3\nKey: ${own}\nExpires: ${expires}`,
  founder:
    `Coop Ledger: this key founds a co-op.\nLedger: ${chain}\nCo-op: bakery\nMember: founder 1 of 2, class workers\n` +
    `Charter: ${sha256(charter)}\nFounders: ${sha256(founders)}\nKey: ${own}\nExpires: ${expires}`,
};

const test = readFileSync(path.join(top, "x/membership/types/proof_test.go"), "utf8");
for (const [name, text] of Object.entries(texts)) {
  const made = await signText(text);
  console.log(`${name}:\n${text}\n${made.signBytes}\n${made.signature}\n`);
  for (const value of [made.signBytes, made.signature]) {
    if (!test.includes(value)) {
      console.error(`x/membership/types/proof_test.go does not hold the ${name}'s ${value}`);
      process.exitCode = 1;
    }
  }
}

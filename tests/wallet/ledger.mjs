// What a wallet library has to know of this ledger: its message types, read from
// proto/ itself, and their amino names.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { AminoTypes, SigningStargateClient, defaultRegistryTypes } from "@cosmjs/stargate";
import { Registry } from "@cosmjs/proto-signing";

const protoRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "proto");

// The one type that our files take from outside; every other import of theirs
// holds annotations, which carry no fields.
const coin = `syntax = "proto3"; package cosmos.base.v1beta1; message Coin { string denom = 1; string amount = 2; }`;

function load(...files) {
  const root = protobuf.parse(coin, new protobuf.Root()).root;
  root.resolvePath = (_, target) => {
    if (target.startsWith("coop/")) return path.join(protoRoot, target);
    return path.isAbsolute(target) ? target : null;
  };
  root.loadSync(files.map((file) => path.join(protoRoot, file)));
  return root;
}

const root = load("coop/governance/v1/tx.proto");

// Amino JSON writes 64-bit numbers as strings, enums as numbers
// and leaves out what is empty.
function toAmino(fields) {
  return (value) => {
    const out = {};
    for (const [name, key] of Object.entries(fields)) {
      const field = value[name];
      if (field === undefined || field === null || field === "" || field === 0) continue;
      if (Array.isArray(field) && field.length === 0) continue;
      out[key] = typeof field === "bigint" ? field.toString() : field;
    }
    return out;
  };
}

function fromAmino(fields) {
  return (value) => Object.fromEntries(Object.entries(fields).map(([name, key]) => [name, value[key]]));
}

const messages = {
  MsgPropose: { proposer: "proposer", coopId: "coop_id", title: "title", summary: "summary", rule: "rule", messages: "messages" },
  MsgVote: { voter: "voter", resolutionId: "resolution_id", choice: "choice" },
};

export const Choice = root.lookupEnum("coop.governance.v1.Choice").values;

export const typeUrl = (name) => `/coop.governance.v1.${name}`;

// pbjs wants numbers it can hold; amino wants strings. Both come from a bigint.
function generated(name) {
  const type = root.lookupType(`coop.governance.v1.${name}`);
  const plain = (value) =>
    Object.fromEntries(Object.entries(value).map(([k, v]) => [k, typeof v === "bigint" ? v.toString() : v]));
  return {
    create: (value) => type.fromObject(plain(value ?? {})),
    encode: (value, writer) => type.encode(type.fromObject(plain(value)), writer),
    decode: (reader, length) => type.decode(reader, length),
  };
}

export function registry() {
  return new Registry([
    ...defaultRegistryTypes,
    ...Object.keys(messages).map((name) => [typeUrl(name), generated(name)]),
  ]);
}

export function aminoTypes() {
  return new AminoTypes(
    Object.fromEntries(
      Object.entries(messages).map(([name, fields]) => [
        typeUrl(name),
        { aminoType: `coop/${name}`, toAmino: toAmino(fields), fromAmino: fromAmino(fields) },
      ]),
    ),
  );
}

export async function connect(rpc, signer) {
  return SigningStargateClient.connectWithSigner(rpc, signer, {
    registry: registry(),
    aminoTypes: aminoTypes(),
    broadcastPollIntervalMs: 500,
    broadcastTimeoutMs: 30_000,
  });
}

export function readNetwork() {
  const home = process.env.COOP_NETWORK_HOME ?? ".network";
  const network = JSON.parse(readFileSync(path.join(home, "network.json"), "utf8"));
  network.words = JSON.parse(readFileSync(network.mnemonics, "utf8"));
  return network;
}

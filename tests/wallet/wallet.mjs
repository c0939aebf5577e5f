// Members of a co-op propose and vote with the wallet library that Keplr, Leap
// and others are built on, once signing amino JSON (as a Ledger does) and once
// signing directly, without a coin and without a fee.
import assert from "node:assert/strict";
import { Secp256k1HdWallet } from "@cosmjs/amino";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { Choice, connect, readNetwork, typeUrl } from "./ledger.mjs";

const free = { amount: [], gas: "500000" };

const network = readNetwork();
const node = network.nodes[0];
const coop = network.coops
  .map((c) => ({ ...c, people: c.members.filter((m) => m.accounts?.length) }))
  .reduce((most, c) => (c.people.length > most.people.length ? c : most));
console.log(`${coop.name} has ${coop.people.length} members; ${coop.people.map((m) => m.accounts[0]).join(", ")}`);

async function wallet(kind, name) {
  const kinds = { "amino JSON": Secp256k1HdWallet, direct: DirectSecp256k1HdWallet };
  const signer = await kinds[kind].fromMnemonic(network.words[name], { prefix: "coop" });
  const [{ address }] = await signer.getAccounts();
  return { kind, name, address, client: await connect(node.rpc.replace("tcp://", "http://"), signer) };
}

async function send(who, name, value) {
  const result = await who.client.signAndBroadcast(who.address, [{ typeUrl: typeUrl(name), value }], free);
  assert.equal(result.code, 0, `${who.name} (${who.kind}): ${result.rawLog}`);
  return result;
}

async function ask(path) {
  const response = await fetch(`${node.rest.replace("tcp://", "http://")}/coop/governance/v1/${path}`);
  assert.equal(response.status, 200, path);
  return response.json();
}

let checked = 0;
for (const [proposing, voting] of [
  ["direct", "amino JSON"],
  ["amino JSON", "direct"],
]) {
  const proposer = await wallet(proposing, coop.people[0].accounts[0]);
  const voter = await wallet(voting, coop.people[1].accounts[0]);

  const { events } = await send(proposer, "MsgPropose", {
    proposer: proposer.address,
    coopId: BigInt(coop.id),
    title: `A kettle for the office (${proposing})`,
    summary: "The old one leaks — «déjà vu», 100 % & more.",
    messages: [],
  });
  const proposed = events.find((e) => e.type === "coop.governance.v1.EventProposed");
  const id = proposed.attributes.find((a) => a.key === "resolution_id").value.replaceAll('"', "");
  console.log(`${proposer.name} proposed resolution ${id}, signing ${proposing}`);

  const resolutionId = BigInt(id);
  await send(proposer, "MsgVote", { voter: proposer.address, resolutionId, choice: Choice.CHOICE_YES });
  await send(voter, "MsgVote", { voter: voter.address, resolutionId, choice: Choice.CHOICE_ABSTAIN });
  await send(voter, "MsgVote", { voter: voter.address, resolutionId, choice: Choice.CHOICE_NO });
  console.log(`${voter.name} voted, and voted again, signing ${voting}`);

  const tally = await ask(`resolutions/${id}/tally`);
  assert.deepEqual(
    [tally.in_favour, tally.against, tally.abstained],
    ["1", "1", "0"],
    "a re-vote replaces, it never adds",
  );
  assert.equal(tally.roll, String(coop.people.length));
  checked += 1;
}
console.log(`${checked} passed, 0 failed`);
process.exit(0);

// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Work;

import java.util.List;
import java.util.Optional;

/**
 * All that differs from network to network.
 *
 * @param halvingInterval blocks from one halving of the subsidy to the next
 * @param signetChallenge the script that a block's solution must satisfy (BIP 325); empty where
 *     blocks need none
 */
public record Params(
        Network network,
        Wire wire,
        Block genesis,
        ProofOfWork proofOfWork,
        Deployments deployments,
        int halvingInterval,
        History history,
        Optional<ByteString> signetChallenge,
        Trust trust,
        AddressFormat addresses) {

    /** The parameters of a network, as of Bitcoin Core 31. */
    public static Params of(Network network) {
        return Networks.of(network);
    }

    /**
     * A signet of one's own: the challenge decides who may make blocks, and the magic. Nothing is
     * known of its chain, and it has no seeds.
     */
    public static Params signet(ByteString challenge) {
        return Networks.signet(challenge, List.of(), Trust.NONE);
    }

    /** The same network with other activation heights (regtest's -testactivationheight). */
    public Params withDeployments(Deployments other) {
        return new Params(
                network,
                wire,
                genesis,
                proofOfWork,
                other,
                halvingInterval,
                history,
                signetChallenge,
                trust,
                addresses);
    }

    /** The same network with other rules of difficulty (regtest's -test=bip94). */
    public Params withProofOfWork(ProofOfWork other) {
        return new Params(
                network,
                wire,
                genesis,
                other,
                deployments,
                halvingInterval,
                history,
                signetChallenge,
                trust,
                addresses);
    }

    /** The four bytes before each message and each stored block, in their order. */
    public ByteString magic() {
        return wire.magic();
    }

    /** For peers. */
    public int port() {
        return wire.port();
    }

    /** For JSON-RPC. */
    public int rpcPort() {
        return wire.rpcPort();
    }

    /** Scripts of this block and those before it need not be run. */
    public Optional<BlockHash> assumeValid() {
        return trust.assumeValid();
    }

    /** A chain with less is not the best. */
    public Work minimumWork() {
        return trust.minimumWork();
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteString;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;

import java.util.Optional;

/** All that differs from network to network. (Stub: the consensus work completes it.) */
public record Params(
        Network network,
        ByteString magic,
        int port,
        Block genesis,
        Optional<ByteString> signetChallenge,
        Optional<BlockHash> assumeValid) {

    /** The parameters of a network, as of Bitcoin Core 31. */
    public static Params of(Network network) {
        throw new UnsupportedOperationException(network.chain());
    }

    /** A signet of one's own: the challenge decides who may make blocks, and the magic. */
    public static Params signet(ByteString challenge) {
        throw new UnsupportedOperationException(challenge.toString());
    }
}

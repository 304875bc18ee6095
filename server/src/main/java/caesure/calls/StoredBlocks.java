// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.rpc.RpcException;

import java.io.IOException;

/** Blocks as methods ask for them, with bitcoind's errors where they are not to be had. */
final class StoredBlocks {
    private StoredBlocks() {}

    /**
     * The place of a block that an argument names.
     *
     * @param name of the argument, in the error
     * @param unknown said of a hash that no block has
     */
    static HeaderNode find(Chain chain, Json hash, String name, String unknown)
            throws RpcException {
        return chain.headers()
                .find(new BlockHash(HexArguments.hash(hash, name)))
                .orElseThrow(() -> new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, unknown));
    }

    /**
     * The block itself.
     *
     * @param absent said of one of which only the header is here
     */
    static Block read(Chain chain, HeaderNode node, String absent) throws RpcException {
        try {
            return chain.block(node.hash())
                    .orElseThrow(() -> new RpcException(RpcException.MISC_ERROR, absent));
        } catch (IOException _) {
            throw new RpcException(RpcException.INTERNAL_ERROR, "Can't read block from disk");
        }
    }
}

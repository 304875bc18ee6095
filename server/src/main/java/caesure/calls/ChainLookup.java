// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.crypto.Hash256;
import caesure.http.Json;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Transaction;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.RpcException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what calls name in the chain; where it is not, the error is bitcoind's. */
final class ChainLookup {
    private final Supplier<Chain> chain;

    /**
     * Looks into a chain.
     *
     * @param chain there by the time of the first call
     */
    ChainLookup(Supplier<Chain> chain) {
        this.chain = chain;
    }

    Chain chain() {
        return chain.get();
    }

    HeaderNode tip() {
        return chain.get().tip().node();
    }

    /** The block whose hash is the argument {@code blockhash}. */
    HeaderNode named(Call call) throws RpcException {
        return find(call.hash("blockhash"));
    }

    HeaderNode find(Hash256 hash) throws RpcException {
        return chain.get()
                .headers()
                .find(new BlockHash(hash))
                .orElseThrow(() ->
                        new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, "Block not found"));
    }

    /** The block of a hash, or of a height on the best chain (ParseHashOrHeight). */
    HeaderNode findHashOrHeight(Json value) throws RpcException {
        if (!(value instanceof Json.Num)) return find(Arguments.hash(value, "hash_or_height"));
        HeaderNode tip = tip();
        int height = (int) Arguments.number(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (height >= 0 && height <= tip.height()) return tip.ancestor(height);
        String wrong = height < 0 ? " is negative" : " after current tip " + tip.height();
        throw new RpcException(
                RpcException.INVALID_PARAMETER, "Target block height " + height + wrong);
    }

    /** The block itself (GetBlockChecked). */
    Block block(HeaderNode node) throws RpcException {
        Optional<Block> block;
        try {
            block = chain.get().block(node.hash());
        } catch (IOException e) { // the chain has told what is damaged
            throw new RpcException(RpcException.MISC_ERROR, "Block not found on disk");
        }
        return block.orElseThrow(() ->
                new RpcException(
                        RpcException.MISC_ERROR, "Block not available (not fully downloaded)"));
    }

    /**
     * The coins that a block spent.
     *
     * @return empty if it was never connected
     * @throws IOException if they cannot be read or computed, or are not this block's
     */
    Optional<SpentCoins> spent(HeaderNode node, Block block) throws IOException {
        Optional<SpentCoins> spent = chain.get().spent(node.hash());
        if (spent.isEmpty()) return spent;
        long inputs =
                block.transactions().stream()
                        .filter(each -> !each.isCoinbase())
                        .map(Transaction::inputs)
                        .mapToLong(List::size)
                        .sum();
        if (spent.get().spent().size() == inputs) return spent;
        throw new IOException("not the spent coins of " + node);
    }
}

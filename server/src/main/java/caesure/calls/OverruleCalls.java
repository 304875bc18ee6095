// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.node.Peering;
import caesure.primitives.BlockHash;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.RpcException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Methods by which a person steers the choice of blocks: invalidateblock, reconsiderblock,
 * preciousblock, getblockfrompeer.
 */
public final class OverruleCalls {
    private static final String BLOCKCHAIN = "blockchain";

    private final ChainLookup lookup;
    private final Supplier<Peering> peering;

    /** What is done to a block; false if it cannot be. */
    private interface Change {
        boolean on(Chain chain, BlockHash block) throws IOException;
    }

    /**
     * Steers a chain.
     *
     * @param chain there by the time of the first call, as is the peering
     */
    public OverruleCalls(Supplier<Chain> chain, Supplier<Peering> peering) {
        this.lookup = new ChainLookup(chain);
        this.peering = peering;
    }

    public List<Method> methods() {
        return List.of(
                method(
                        "invalidateblock",
                        Method.HIDDEN,
                        "Refuses a block, and all that build on it, as if it broke a rule; also"
                                + " after the next start.",
                        "The hash of the block to refuse",
                        Chain::invalidate),
                method(
                        "reconsiderblock",
                        Method.HIDDEN,
                        "Takes back that a block is invalid, and those before and on top of it, so"
                                + " that they are judged anew. This undoes invalidateblock.",
                        "The hash of the block to judge anew",
                        Chain::reconsider),
                method(
                        "preciousblock",
                        BLOCKCHAIN,
                        "Takes a block for the first of those with as much work, until the next"
                                + " start. A later call may choose another.",
                        "The hash of the block to choose",
                        Chain::prefer),
                getBlockFromPeer());
    }

    private Method method(
            String name, String category, String help, String argument, Change change) {
        return new Method(
                name,
                category,
                help,
                List.of(Argument.required("blockhash", Argument.Kind.HEX, argument)),
                List.of(Fields.nothing()),
                Method.examples(name, "\"blockhash\""),
                call -> {
                    HeaderNode node = lookup.named(call);
                    try {
                        change.on(lookup.chain(), node.hash());
                        return Json.ofNull();
                    } catch (IOException e) {
                        throw new RpcException(RpcException.DATABASE_ERROR, e.getMessage());
                    }
                });
    }

    private Method getBlockFromPeer() {
        return new Method(
                "getblockfrompeer",
                BLOCKCHAIN,
                "Asks a peer for a block whose header is known. The coins that it spends are not"
                        + " kept. A peer may not answer for an old block that is not on its best"
                        + " chain; then it is disconnected. A second call for a block takes the"
                        + " place of the first.",
                List.of(
                        Argument.required("blockhash", Argument.Kind.HEX, "The block hash"),
                        Argument.required(
                                "peer_id", Argument.Kind.NUM, "The peer's id, see getpeerinfo")),
                List.of(Fields.whole()),
                Method.examples("getblockfrompeer", BlockCalls.EXAMPLE_HASH + ", 0"),
                this::fetch);
    }

    private Json fetch(Call call) throws RpcException {
        var hash = new BlockHash(call.hash("blockhash"));
        long peer = call.longNumber("peer_id");
        Optional<HeaderNode> node = lookup.chain().headers().find(hash);
        if (node.isEmpty()) throw refused("Block header missing");
        if (node.get().isHere()) throw refused("Block already downloaded");
        Optional<String> why = peering.get().fetch(hash, peer);
        if (why.isPresent()) throw refused(why.get());
        return Json.Obj.EMPTY;
    }

    private static RpcException refused(String why) {
        return new RpcException(RpcException.MISC_ERROR, why);
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.primitives.BlockHash;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Methods that wait for blocks: waitfornewblock, waitforblock, waitforblockheight. */
public final class WaitCalls {
    private static final String BLOCKCHAIN = "blockchain";

    private static final String ENDS =
            " Returns the last block when the time is over or the node stops. Clients should wait"
                    + " as long (bitcoin-cli -rpcclienttimeout=0).";

    private final Supplier<Chain> chain;

    /**
     * Waits for blocks of a chain.
     *
     * @param chain there by the time of the first call
     */
    public WaitCalls(Supplier<Chain> chain) {
        this.chain = chain;
    }

    public List<Method> methods() {
        return List.of(waitForNewBlock(), waitForBlock(), waitForBlockHeight());
    }

    private static Argument timeout() {
        return Argument.defaulted(
                "timeout",
                Argument.Kind.NUM,
                Json.of(0),
                "For how long to wait, in milliseconds; 0: without end");
    }

    private static Result result() {
        return Fields.whole(
                Fields.hex("hash", "The hash of the last block"),
                Fields.num("height", "Its height"));
    }

    private Method waitForNewBlock() {
        return new Method(
                "waitfornewblock",
                BLOCKCHAIN,
                "Waits until the best chain ends with another block." + ENDS,
                List.of(
                        timeout(),
                        Argument.optional(
                                "current_tip",
                                Argument.Kind.HEX,
                                "The block it is to differ from; the last block if not given")),
                List.of(result()),
                Method.examples("waitfornewblock", "1000"),
                call -> {
                    Duration atMost = atMost(call);
                    try (var wait = new TipWait(chain.get())) {
                        BlockHash old =
                                call.has("current_tip")
                                        ? new BlockHash(call.hash("current_tip"))
                                        : wait.tip().hash();
                        return await(wait, tip -> !tip.hash().equals(old), atMost, call);
                    }
                });
    }

    private Method waitForBlock() {
        return new Method(
                "waitforblock",
                BLOCKCHAIN,
                "Waits until the best chain ends with a certain block." + ENDS,
                List.of(
                        Argument.required("blockhash", Argument.Kind.HEX, "The hash of that block"),
                        timeout()),
                List.of(result()),
                Method.examples("waitforblock", BlockCalls.EXAMPLE_HASH + ", 1000"),
                call -> {
                    var wanted = new BlockHash(call.hash("blockhash"));
                    Duration atMost = atMost(call);
                    try (var wait = new TipWait(chain.get())) {
                        return await(wait, tip -> tip.hash().equals(wanted), atMost, call);
                    }
                });
    }

    private Method waitForBlockHeight() {
        return new Method(
                "waitforblockheight",
                BLOCKCHAIN,
                "Waits until the best chain has a certain height, or more." + ENDS,
                List.of(Argument.required("height", Argument.Kind.NUM, "That height"), timeout()),
                List.of(result()),
                Method.examples("waitforblockheight", "100, 1000"),
                call -> {
                    int height = call.number("height");
                    Duration atMost = atMost(call);
                    try (var wait = new TipWait(chain.get())) {
                        return await(wait, tip -> tip.height() >= height, atMost, call);
                    }
                });
    }

    private static Duration atMost(Call call) throws RpcException {
        int timeoutMs = call.number("timeout");
        if (timeoutMs < 0) throw new RpcException(RpcException.MISC_ERROR, "Negative timeout");
        return Duration.ofMillis(timeoutMs);
    }

    private static Json await(
            TipWait wait, Predicate<HeaderNode> wanted, Duration atMost, Call call)
            throws InterruptedException {
        HeaderNode tip = wait.await(wanted, atMost, call.stopping());
        return Json.object()
                .with("hash", tip.hash().toString())
                .with("height", tip.height())
                .build();
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.consensus.Network;
import caesure.http.Json;
import caesure.node.NodeClock;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Methods for tests of a node: setmocktime, mockscheduler, syncwithvalidationinterfacequeue.
 *
 * <p>The first two are for regtest alone: elsewhere a wrong time is a danger.
 */
public final class TestCalls {
    /** The latest time that a header can have, in seconds since 1970. */
    private static final long TIME_MAX_S = 0xffff_ffffL;

    /** How far the timers are moved at most, in seconds. */
    private static final long FORWARD_MAX_S = 3_600;

    private static final String SYNC = "syncwithvalidationinterfacequeue";

    private final Network network;
    private final Supplier<Chain> chain;
    private final NodeClock clock;
    private final Consumer<Duration> timers;

    /**
     * @param timers moves the node's timers, as if so much time had passed
     */
    public TestCalls(
            Network network, Supplier<Chain> chain, NodeClock clock, Consumer<Duration> timers) {
        this.network = network;
        this.chain = chain;
        this.clock = clock;
        this.timers = timers;
    }

    public List<Method> methods() {
        return List.of(setMockTime(), mockScheduler(), sync());
    }

    private Method setMockTime() {
        return new Method(
                "setmocktime",
                Method.HIDDEN,
                "Lets the node's clock stand still at a time (-regtest only)",
                List.of(
                        Argument.required(
                                "timestamp",
                                Argument.Kind.NUM,
                                "UNIX epoch time\n0 goes back to the time of the system.")),
                List.of(Result.of(Result.Kind.NONE, "")),
                "",
                this::setMockTime);
    }

    private Json setMockTime(Call call) throws RpcException {
        requireRegtest("setmocktime");
        long timeS = call.longNumber("timestamp");
        if (timeS < 0 || timeS > TIME_MAX_S) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Mocktime must be in the range [0, " + TIME_MAX_S + "], not " + timeS + ".");
        }
        clock.mock(timeS == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(timeS)));
        return Json.ofNull();
    }

    private Method mockScheduler() {
        return new Method(
                "mockscheduler",
                Method.HIDDEN,
                "Moves the node's timers on, as if time had passed (-regtest only)",
                List.of(Argument.required("delta_time", Argument.Kind.NUM, "How many seconds.")),
                List.of(Result.of(Result.Kind.NONE, "")),
                "",
                this::mockScheduler);
    }

    private Json mockScheduler(Call call) throws RpcException, InterruptedException {
        requireRegtest("mockscheduler");
        long deltaS = call.longNumber("delta_time");
        if (deltaS <= 0 || deltaS > FORWARD_MAX_S) {
            throw new RpcException(
                    RpcException.MISC_ERROR,
                    "delta_time must be between 1 and 3600 seconds (1 hr)");
        }
        timers.accept(Duration.ofSeconds(deltaS));
        chain.get().awaitTold();
        return Json.ofNull();
    }

    private Method sync() {
        return new Method(
                SYNC,
                Method.HIDDEN,
                "Waits until every part of the node has dealt with all that the chain told up to"
                        + " now.",
                List.of(),
                List.of(Result.of(Result.Kind.NONE, "")),
                Method.examples(SYNC, ""),
                _ -> {
                    chain.get().awaitTold();
                    return Json.ofNull();
                });
    }

    private void requireRegtest(String method) throws RpcException {
        if (network == Network.REGTEST) return;
        throw new RpcException(
                RpcException.MISC_ERROR,
                method + " is for regression testing (-regtest mode) only");
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.options.RpcOptions.Publish;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

class RpcOptionsTest {
    @TempDir Path data;

    private RpcOptions read(String... more) throws BadOption {
        var arguments = new ArrayList<>(Arrays.asList(more));
        arguments.add("-datadir=" + data);
        arguments.add("-regtest");
        return NodeOptions.of(Arguments.parse(arguments), new Machine(data, 2)).rpc();
    }

    private String refusal(String... more) {
        return assertThrows(BadOption.class, () -> read(more)).getMessage();
    }

    @Test
    void answersThisMachineWithACookieUnlessTold() throws BadOption {
        RpcOptions options = read();
        assertTrue(options.isOn());
        assertFalse(options.rest());
        assertEquals(18_443, options.port());
        assertEquals(List.of(), options.binds());
        assertEquals(List.of(), options.allowed());
        assertEquals(Optional.of(data.resolve("regtest/.cookie")), options.cookie());
        assertEquals("owner", options.cookieReaders());
        assertEquals(16, options.threads());
        assertEquals(OptionalInt.empty(), options.queue());
        assertEquals(List.of(), options.publish());
    }

    @Test
    void readsWhoMayAskWhereAndWhat() throws BadOption {
        RpcOptions options =
                read(
                        "-rpcport=1",
                        "-rpcbind=0.0.0.0",
                        "-rpcallowip=10.0.0.0/8",
                        "-rpcallowhost=node.example",
                        "-rpcuser=a",
                        "-rpcpassword=b",
                        "-rpcauth=c:d$e",
                        "-rpcwhitelist=a:stop",
                        "-rpcwhitelistdefault=0",
                        "-rpcthreads=2",
                        "-rpcworkqueue=3",
                        "-rpcservertimeout=4",
                        "-rest");
        assertTrue(options.rest());
        assertEquals(1, options.port());
        assertEquals(List.of("0.0.0.0"), options.binds());
        assertEquals(List.of("10.0.0.0/8"), options.allowed());
        assertEquals(Set.of("node.example"), options.hosts());
        assertEquals("a", options.users().name());
        assertEquals("b", options.users().password());
        assertEquals(List.of("c:d$e"), options.users().hashed());
        assertEquals(List.of("a:stop"), options.users().whitelists());
        assertEquals(Optional.of(false), options.users().whitelistByDefault());
        assertEquals(2, options.threads());
        assertEquals(OptionalInt.of(3), options.queue());
        assertEquals(OptionalInt.of(4), options.timeoutS());
    }

    @Test
    void neverShowsAPassword() throws BadOption {
        assertFalse(read("-rpcuser=a", "-rpcpassword=secret").toString().contains("secret"));
    }

    @Test
    void leavesNoCookieIfNoneIsWished() throws BadOption {
        assertEquals(Optional.empty(), read("-norpccookiefile").cookie());
        Path other = data.resolve("other");
        assertEquals(Optional.of(other), read("-rpccookiefile=" + other).cookie());
    }

    @Test
    void readsWhatIsPublishedWhere() throws BadOption {
        assertEquals(
                List.of(
                        new Publish("hashblock", "tcp://127.0.0.1:1", 5),
                        new Publish("hashblock", "tcp://127.0.0.1:2", 5),
                        new Publish("sequence", "tcp://127.0.0.1:1", 1_000)),
                read(
                                "-zmqpubsequence=tcp://127.0.0.1:1",
                                "-zmqpubhashblock=tcp://127.0.0.1:1",
                                "-zmqpubhashblock=tcp://127.0.0.1:2",
                                "-zmqpubhashblockhwm=5")
                        .publish());
        assertEquals(List.of(), read("-zmqpubrawtx=0").publish());
    }

    @Test
    void refusesWhatIsOfNoUse() {
        assertEquals("Invalid port specified in -rpcport: '0'", refusal("-rpcport=0"));
        assertEquals(
                "-zmqpubrawtx=unix:/run/x: only tcp:// is known here",
                refusal("-zmqpubrawtx=unix:/run/x"));
        assertEquals(
                "Invalid -rpccookieperms=me; must be one of 'owner', 'group', or 'all'.",
                refusal("-rpccookieperms=me"));
    }
}

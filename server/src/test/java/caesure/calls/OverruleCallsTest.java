// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.chain.Chain;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.node.Peering;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.rpc.Method;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class OverruleCallsTest {
    private static final String NOWHERE = "\"" + "ab".repeat(32) + "\"";

    @TempDir private Path folder;
    private final List<String> asked = new ArrayList<>();
    private ChainFixture fixture;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        fixture.grow(3);
        methods = new OverruleCalls(() -> fixture.chain, this::peering).methods();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    /** Peers of which number 7 is there, and is only ever asked for blocks. */
    private Peering peering() {
        return (Peering)
                Proxy.newProxyInstance(
                        Peering.class.getClassLoader(),
                        new Class<?>[] {Peering.class},
                        (_, method, arguments) -> {
                            if (!method.getName().equals("fetch")) {
                                throw new AssertionError(method);
                            }
                            asked.add(arguments[0] + " " + arguments[1]);
                            return arguments[1].equals(7L)
                                    ? Optional.empty()
                                    : Optional.of("Peer does not exist");
                        });
    }

    private String call(String name, String params) throws InterruptedException {
        return fixture.call(methods, name, params);
    }

    private BlockHash tip() {
        return fixture.chain.tip().node().hash();
    }

    private static String quoted(BlockHash hash) {
        return "[\"" + hash + "\"]";
    }

    @Test
    void refusesABlockAndTakesItBack() throws Exception {
        String second = "[\"" + fixture.hash(2) + "\"]";
        assertEquals("null", call("invalidateblock", second));
        assertEquals(fixture.hash(1), tip().toString());
        assertEquals("null", call("reconsiderblock", second));
        assertEquals(fixture.hash(3), tip().toString());
    }

    @Test
    void leavesGenesisAsItIs() throws Exception {
        assertEquals("null", call("invalidateblock", "[\"" + fixture.hash(0) + "\"]"));
        assertEquals(fixture.hash(3), tip().toString());
    }

    @Test
    void choosesAmongBlocksWithAsMuchWork() throws Exception {
        BlockHash first = tip();
        Block other = fixture.branch(2, 1).getFirst();
        fixture.take(other);
        assertEquals(first, tip());
        assertEquals("null", call("preciousblock", quoted(other.hash())));
        assertEquals(other.hash(), tip());
        assertEquals("null", call("preciousblock", quoted(first)));
        assertEquals(first, tip());
    }

    @Test
    void namesBlocksThatAreUnknown() throws Exception {
        for (String name : List.of("invalidateblock", "reconsiderblock", "preciousblock")) {
            assertEquals("-5: Block not found", call(name, "[" + NOWHERE + "]"));
            assertEquals(
                    "-8: blockhash must be of length 64 (not 3, for 'abc')",
                    call(name, "[\"abc\"]"));
        }
    }

    @Test
    void asksAPeerForABlock() throws Exception {
        Block next = fixture.blocks.next().mine();
        fixture.chain.addHeaders(
                List.of(next.header()), Chain.Source.SUBMITTED, ChainFixture.NOW.getEpochSecond());
        String name = JsonText.of(Json.of(next.hash().toString()));
        assertEquals("{}", call("getblockfrompeer", "[" + name + ",7]"));
        assertEquals("-1: Peer does not exist", call("getblockfrompeer", "[" + name + ",8]"));
        assertEquals(List.of(next.hash() + " 7", next.hash() + " 8"), asked);
        assertEquals("-1: Block header missing", call("getblockfrompeer", "[" + NOWHERE + ",7]"));
        assertEquals(
                "-1: Block already downloaded",
                call("getblockfrompeer", "[\"" + fixture.hash(2) + "\",7]"));
    }
}

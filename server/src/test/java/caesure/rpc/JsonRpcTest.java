// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** Versions, batches, notifications and statuses, as bitcoind v31 answers them. */
class JsonRpcTest {
    private static final String NOT_FOUND = "{\"code\":-32601,\"message\":\"Method not found\"}";

    private final Protocol protocol = new Protocol();

    private void check(String request, String expected) throws InterruptedException {
        assertEquals(expected, protocol.answer(request), request);
    }

    @Test
    void theFirstVersionSaysErrorsWithTheStatusToo() throws InterruptedException {
        check(
                "{\"method\":\"count\",\"params\":[],\"id\":\"a\"}",
                "200 {\"result\":1,\"error\":null,\"id\":\"a\"}");
        check("{\"method\":\"count\"}", "200 {\"result\":2,\"error\":null}");
        check(
                "{\"version\":\"1.1\",\"method\":\"count\",\"id\":null}",
                "200 {\"result\":3,\"error\":null,\"id\":null}");
        check(
                "{\"jsonrpc\":\"1.0\",\"method\":\"count\",\"id\":[1]}",
                "200 {\"result\":4,\"error\":null,\"id\":[1]}");
        check(
                "{\"method\":\"nosuch\",\"id\":1}",
                "404 {\"result\":null,\"error\":" + NOT_FOUND + ",\"id\":1}");
        check(
                "{\"method\":\"fails\",\"params\":[-8],\"id\":1}",
                "500 {\"result\":null,\"error\":{\"code\":-8,\"message\":\"as you wish\"},\"id\":1}");
    }

    @Test
    void theSecondVersionSaysErrorsOnlyWithin() throws InterruptedException {
        check(
                "{\"jsonrpc\":\"2.0\",\"method\":\"count\",\"id\":7}",
                "200 {\"jsonrpc\":\"2.0\",\"result\":1,\"id\":7}");
        check(
                "{\"jsonrpc\":\"2.0\",\"method\":\"nosuch\",\"id\":null}",
                "200 {\"jsonrpc\":\"2.0\",\"error\":" + NOT_FOUND + ",\"id\":null}");
        check(
                "{\"jsonrpc\":\"2.0\",\"method\":\"fails\",\"params\":[-1],\"id\":7}",
                "200 {\"jsonrpc\":\"2.0\",\"error\":"
                        + "{\"code\":-1,\"message\":\"as you wish\"},\"id\":7}");
    }

    @Test
    void aNotificationIsDoneAndNotAnswered() throws InterruptedException {
        check("{\"jsonrpc\":\"2.0\",\"method\":\"count\"}", "204");
        check("{\"jsonrpc\":\"2.0\",\"method\":\"nosuch\"}", "204");
        assertEquals(1, protocol.counted.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "this is bad", "{\"method\":", "{}{}", "{\"method\":\"x\"}]"})
    void whatIsNoJsonIsSaidSo(String request) throws InterruptedException {
        check(
                request,
                "500 {\"result\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"},"
                        + "\"id\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"x\"", "true"})
    void aScalarIsNoRequest(String request) throws InterruptedException {
        check(
                request,
                "500 {\"result\":null,\"error\":{\"code\":-32700,\"message\":"
                        + "\"Top-level object parse error\"},\"id\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{}`, Missing method",
                "`{\"method\":1}`, Method must be a string",
                "`{\"method\":\"count\",\"params\":1}`, Params must be an array or object",
                "`{\"jsonrpc\":2,\"method\":\"count\"}`, jsonrpc field must be a string",
                "`{\"jsonrpc\":\"3.0\",\"method\":\"count\"}`, JSON-RPC version not supported",
            })
    void aRequestThatIsNoneIsSaidSo(String request, String words) throws InterruptedException {
        check(
                request,
                "400 {\"result\":null,\"error\":{\"code\":-32600,\"message\":\"" + words + "\"}}");
    }

    @Test
    void aBatchAnswersEachInItsVersion() throws InterruptedException {
        check(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"count\"},"
                        + "{\"id\":2,\"method\":\"nosuch\"},"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"count\"},"
                        + "{\"jsonrpc\":\"2.1\",\"id\":3,\"method\":\"count\"},"
                        + "{\"pizza\":\"sausage\"},"
                        + "1]",
                "200 [{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1},"
                        + "{\"result\":null,\"error\":"
                        + NOT_FOUND
                        + ",\"id\":2},"
                        + "{\"result\":null,\"error\":{\"code\":-32600,\"message\":"
                        + "\"JSON-RPC version not supported\"},\"id\":3},"
                        + "{\"result\":null,\"error\":{\"code\":-32600,\"message\":"
                        + "\"Missing method\"}},"
                        + "{\"result\":null,\"error\":{\"code\":-32600,\"message\":"
                        + "\"Invalid Request object\"},\"id\":null}]");
        assertEquals(2, protocol.counted.get());
    }

    @Test
    void aBatchWithoutAnswersIsNone() throws InterruptedException {
        check("[{\"jsonrpc\":\"2.0\",\"method\":\"count\"}]", "204");
        check("[]", "200 []");
    }

    @Test
    void aBatchHasABound() throws InterruptedException {
        String requests = "{},".repeat(JsonRpc.BATCH_MAX);
        String reply = protocol.answer("[" + requests + "{}]");
        assertTrue(reply.startsWith("400 {"), reply.substring(0, 99));
    }

    @Test
    void nothingIsAnsweredBeforeTheNodeIsReady() throws InterruptedException {
        protocol.rpc.warmsUp("Loading block index");
        check(
                "{\"method\":\"count\",\"id\":1}",
                "500 {\"result\":null,\"error\":{\"code\":-28,\"message\":\"Loading block index\"},"
                        + "\"id\":1}");
        check(
                "{\"jsonrpc\":\"2.0\",\"method\":\"nosuch\",\"id\":1}",
                "200 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-28,\"message\":"
                        + "\"Loading block index\"},\"id\":1}");
        protocol.rpc.ready();
        check("{\"method\":\"count\"}", "200 {\"result\":1,\"error\":null}");
    }

    @Test
    void whatIsDeepIsAnswered() throws InterruptedException {
        String deep = "[".repeat(510) + "]".repeat(510);
        check(
                "{\"method\":\"echo\",\"params\":" + deep + "}",
                "200 {\"result\":" + deep + ",\"error\":null}");
    }

    @Test
    void aBugIsAnAnswerToo() throws InterruptedException {
        assertEquals(
                "{\"code\":-1,\"message\":\"Internal bug detected: request.params[9].get_str() != "
                        + "\\\"trigger_internal_bug\\\"\"}",
                protocol.call("echo", "{\"arg9\":\"trigger_internal_bug\"}"));
        assertTrue(protocol.log.getFirst().contains("Internal bug in echo"));
    }

    private static Protocol listed(Optional<Boolean> byDefault, String... lists) {
        return new Protocol(Whitelists.of(List.of(lists), byDefault));
    }

    @Test
    void aWhitelistNamesAllThatAUserMayCall() throws InterruptedException {
        var lists = new String[] {"a:count,echo,", "b:count, echo", "b:count", "c", "d:"};
        var listed = listed(Optional.empty(), lists);
        String count = "{\"method\":\"count\"}";
        String echo = "{\"method\":\"echo\"}";
        for (String request : List.of(count, echo, "[" + count + "," + echo + "]")) {
            assertTrue(listed.answer("a", request).startsWith("200"), request);
        }
        assertTrue(listed.answer("b", count).startsWith("200"));
        for (String request : List.of(echo, "[" + count + "," + echo + "]")) {
            assertEquals("403", listed.answer("b", request));
        }
        for (String user : List.of("c", "d", "e", "")) {
            assertEquals("403", listed.answer(user, count), user);
        }
        assertTrue(listed.answer("a", "[1]").startsWith("400"));
        assertTrue(listed.answer("a", "[{}]").startsWith("500"));
        assertTrue(listed(Optional.of(false), lists).answer("e", count).startsWith("200"));
        assertEquals("403", listed(Optional.of(true)).answer("e", count));
        assertEquals("403", listed(Optional.of(true)).answer("e", "[]"));
        assertTrue(listed(Optional.empty()).answer("e", count).startsWith("200"));
    }
}

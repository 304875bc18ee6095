// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.HttpReply;
import caesure.http.JsonText;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Whatever a client sends: one of a few statuses, and JSON or nothing. */
class JsonRpcFuzz {
    private static final Set<Integer> STATUSES = Set.of(200, 204, 400, 404, 500);

    @Test
    void answersItsSeeds() throws Exception {
        for (String seed :
                new String[] {
                    "{\"method\":\"count\",\"id\":1}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"typed\",\"params\":{\"args\":[\"\"],\"n\":1}}",
                    "[{\"method\":\"help\",\"params\":[\"options\"]},{},[],1,null]",
                    "{\"method\":\"echo\",\"params\":[1e999999999,\"\\ud800\",{\"a\":1,\"a\":2}]}",
                    "{\"method\":\"typed\",\"params\":[\"\",1,true,1e-999999999]}",
                }) {
            answersAnything(seed.getBytes(StandardCharsets.UTF_8));
        }
    }

    @FuzzTest(maxDuration = "10m")
    void answersAnything(byte[] body) throws InterruptedException, MalformedException {
        Protocol protocol = new Protocol();
        HttpReply reply = protocol.rpc.answer(ByteString.copyOf(body), "user", () -> true);
        if (!STATUSES.contains(reply.status())) throw new AssertionError(reply.status());
        if (reply.status() != 204) JsonText.parse(reply.body());
        if (protocol.log.stream().anyMatch(line -> !line.contains("asked for by arg9"))) {
            throw new AssertionError("a bug of ours: " + protocol.log);
        }
    }
}

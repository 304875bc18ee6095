// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteString;
import caesure.http.HttpReply;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** Whatever is asked for: one of a few statuses, and no failure of ours. */
class RestFuzz {
    private static final Set<Integer> STATUSES = Set.of(200, 400, 404);

    private static RestFixture rest;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        rest = new RestFixture(folder);
    }

    @AfterAll
    static void close() throws Exception {
        rest.close();
    }

    @Test
    void answersItsSeeds() throws Exception {
        String hash = rest.hash(0).toString();
        for (String seed :
                new String[] {
                    "getutxos.bin\n\1\1",
                    "getutxos.hex\n0100",
                    "getutxos/checkmempool/" + hash + "-0.json\n",
                    "blockpart/" + hash + ".bin?offset=0&size=%31%3\n",
                    "headers/" + hash + ".json?count=0002#x\n",
                    "blockhashbyheight/0.hex?\n",
                    "mempool/contents.json?verbose=false&&=\n"
                }) {
            answersAnything(seed.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** The target ends with the first line, the body is the rest. */
    @FuzzTest(maxDuration = "10m")
    void answersAnything(byte[] input) throws InterruptedException {
        int end = 0;
        while (end < input.length && input[end] != '\n') end++;
        String target = new String(input, 0, end, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        HttpReply reply = rest.reply("POST", target, ByteString.wrap(body));
        if (!STATUSES.contains(reply.status())) throw new AssertionError(reply.status());
    }
}

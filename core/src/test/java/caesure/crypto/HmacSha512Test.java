// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class HmacSha512Test {
    @Test
    void agreesWithTheFirstCaseOfRfc4231() throws MalformedException {
        ByteString message = ByteString.wrap("Hi There".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                ByteString.fromHex(
                        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
                HmacSha512.of(ByteString.fromHex("0b".repeat(20)), message));
    }
}

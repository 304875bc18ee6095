// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.address.AddressFormat;
import caesure.crypto.Engines;
import caesure.crypto.Secp256k1;
import caesure.rpc.Asking;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Signed messages. The key, its address and the signature are those of Core's functional suite. */
class MessageCallsTest {
    private static final String KEY = "cUeKHd5orzT3mz8P9pxyREHfsWtVfgsfDjiZZBcjUBAaGk1BTj7N";
    private static final String ADDRESS = "mpLQjfK79b7CCV4VMJWEWAj5Mpx8Up5zxB";
    private static final String SIGNATURE =
            "INbVnW4e6PeRmsv2Qgu8NuopvrVjkcxob+sX8OcZG0SALhWybUjzMLPdAsXI46YZGb0KQTRii+wWIQzRpG/U+S0=";
    private static final String MESSAGE = "This is just a test message";

    private static Asking asking(Secp256k1 engine) {
        return new Asking(new MessageCalls(AddressFormat.REGTEST, engine).methods());
    }

    private static String sign(String key, String message) throws InterruptedException {
        return asking(Secp256k1.load().engine())
                .call("signmessagewithprivkey", "[\"" + key + "\",\"" + message + "\"]");
    }

    private static String verify(String address, String signature, String message)
            throws InterruptedException {
        return asking(Secp256k1.load().engine())
                .call(
                        "verifymessage",
                        "[\"" + address + "\",\"" + signature + "\",\"" + message + "\"]");
    }

    @Test
    void signsAsBitcoindDoesWithBothEngines() throws InterruptedException {
        for (Secp256k1 engine : Engines.both()) {
            assertEquals(
                    "\"" + SIGNATURE + "\"",
                    asking(engine)
                            .call(
                                    "signmessagewithprivkey",
                                    "[\"" + KEY + "\",\"" + MESSAGE + "\"]"));
        }
        assertEquals("-5 Invalid private key", sign("invalid_key", MESSAGE));
    }

    @Test
    void onlyItsOwnMessageAndAddressFitASignature() throws InterruptedException {
        assertEquals("true", verify(ADDRESS, SIGNATURE, MESSAGE));
        assertEquals("false", verify(ADDRESS, SIGNATURE, MESSAGE + "."));
        assertEquals("false", verify("mneYUmWYsuk7kySiURxCi3AGxrAqZxLgPZ", SIGNATURE, MESSAGE));
        assertEquals("false", verify(ADDRESS, "", MESSAGE), "no signature at all");
        assertEquals("false", verify(ADDRESS, "A".repeat(88), MESSAGE), "66 bytes");
        assertEquals("false", verify(ADDRESS, "A".repeat(87) + "=", MESSAGE), "r is 0");
    }

    @Test
    void signsTextThatIsNotAscii() throws InterruptedException {
        String signature = sign(KEY, "\u20bf \ud83d\ude00").replace("\"", "");
        assertEquals("true", verify(ADDRESS, signature, "\u20bf \ud83d\ude00"));
        assertEquals("false", verify(ADDRESS, signature, "? ??"));
    }

    @Test
    void saysWhatIsWrong() throws InterruptedException {
        assertEquals("-5 Invalid address", verify("invalid_addr", SIGNATURE, MESSAGE));
        String script = "bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq3xueyj";
        assertEquals("-5 Invalid address", verify(script + "x", SIGNATURE, MESSAGE));
        assertEquals(
                "-3 Address does not refer to key",
                verify("2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br", SIGNATURE, MESSAGE));
        for (String bad :
                List.of("invalid_sig", SIGNATURE.substring(1), SIGNATURE + "=", "QR==", " ")) {
            assertEquals(
                    "-3 Malformed base64 encoding", verify(ADDRESS, bad, MESSAGE), "<" + bad + ">");
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.http.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each expectation was compared with what bitcoind says (decodescript). */
final class ScriptViewTest {
    private static final String X =
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    private static final String DER =
            "3044022011111111111111111111111111111111111111111111111111111111111111110220"
                    + "1212121212121212121212121212121212121212121212121212121212121212";

    @Test
    void tellsAllOfAScriptInCoresOrder() throws MalformedException {
        assertEquals(
                "{\"asm\":\"OP_HASH160 eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee OP_EQUAL\","
                        + "\"desc\":\"addr(2NF2b3KS8xXb9XHvbRMXdZh8s5g92rUZHtp)#ywfcpmh9\","
                        + "\"hex\":\"a914eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee87\","
                        + "\"address\":\"2NF2b3KS8xXb9XHvbRMXdZh8s5g92rUZHtp\","
                        + "\"type\":\"scripthash\"}",
                JsonText.of(
                        ScriptView.json(
                                script("a914" + "ee".repeat(20) + "87"), AddressFormat.REGTEST)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                   | ''            | nonstandard
                    6a0401020304         | OP_RETURN 67305985 | nulldata
                    6a4c                 | OP_RETURN [error] | nonstandard
                    51024e73             | 1 29518       | anchor
                    5210KK               | 2 KK          | witness_unknown
                    0010KK               | 0 KK          | nonstandard
                    76a914HH88ac         | OP_DUP OP_HASH160 HH OP_EQUALVERIFY OP_CHECKSIG | pubkeyhash
                    0014HH               | 0 HH          | witness_v0_keyhash
                    5120XX               | 1 XX          | witness_v1_taproot
                    2102XXac             | 02XX OP_CHECKSIG | pubkey
                    2105XXac             | 05XX OP_CHECKSIG | nonstandard
                    512102XX2103XX52ae   | 1 02XX 03XX 2 OP_CHECKMULTISIG | multisig
                    532102XX2103XX52ae   | 3 02XX 03XX 2 OP_CHECKMULTISIG | nonstandard
                    4f0180028000         | -1 0 128      | nonstandard
                    """)
    void namesEachTemplate(String hex, String asm, String type) throws MalformedException {
        Json.Obj view = ScriptView.json(script(full(hex)), AddressFormat.REGTEST);
        assertEquals(Json.of(full(asm)), view.get("asm"));
        assertEquals(Json.of(type), view.get("type"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2102XXac           | pk(02XX)#gn28ywm7
                    512102XX2103XX52ae | multi(1,02XX,03XX)
                    512106XX51ae       | raw(512106XX51ae)
                    5120XX             | rawtr(XX)
                    6a                 | raw(6a)#4mhr9ur5
                    """)
    void tellsADescriptor(String hex, String descriptor) throws MalformedException {
        String told =
                ((Json.Str) ScriptView.json(script(full(hex)), AddressFormat.REGTEST).get("desc"))
                        .text();
        boolean summed = descriptor.contains("#");
        assertEquals(full(descriptor), summed ? told : told.substring(0, told.indexOf('#')));
    }

    @ParameterizedTest
    @CsvSource({
        "01, [ALL]",
        "02, [NONE]",
        "03, [SINGLE]",
        "81, [ALL|ANYONECANPAY]",
        "83, [SINGLE|ANYONECANPAY]"
    })
    void showsTheHashTypeOfASignature(String type, String shown) throws MalformedException {
        ByteString script = script("47" + DER + type);
        assertEquals(Json.of(DER + shown), ScriptView.spending(script).get("asm"));
        assertEquals(
                Json.of(DER + type),
                ScriptView.json(script, AddressFormat.REGTEST).get("asm"),
                "in an output it is only bytes");
    }

    @Test
    void showsNoHashTypeThatIsNotDefined() throws MalformedException {
        assertEquals(
                Json.of(DER + "04"), ScriptView.spending(script("47" + DER + "04")).get("asm"));
        assertEquals(
                Json.of("OP_RETURN " + DER + "01"),
                ScriptView.spending(script("6a47" + DER + "01")).get("asm"));
    }

    private static String full(String text) {
        return text.replace("XX", X).replace("HH", "ab".repeat(20)).replace("KK", "11".repeat(16));
    }

    private static ByteString script(String hex) throws MalformedException {
        return ByteString.fromHex(hex);
    }
}

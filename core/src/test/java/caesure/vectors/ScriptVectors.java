// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Secp256k1;
import caesure.primitives.Transaction;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.Taproot;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;
import caesure.testkit.Cases;
import caesure.testkit.ScriptText;
import caesure.testkit.Spend;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Bitcoin Core's script_tests.json: one spend each, with the error it has to end in.
 *
 * <pre>
 *   case = [[witness item*, amount]?, scriptSig, scriptPubKey, flags, error, comment*]
 * </pre>
 */
final class ScriptVectors implements VectorSuite {
    private static final String SCRIPT = "#SCRIPT#";
    private static final int FLAG_TRIES = 64;

    /** What the taproot cases have as internal key: the key of Core's first test secret, 1. */
    private static final ByteString INTERNAL_KEY =
            ScriptText.script("0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    private final Secp256k1 secp = Secp256k1.load().engine();
    private final ScriptVerifier verifier = new ScriptVerifier(secp);

    @Override
    public String glob() {
        return "vectors/core/script_tests*.json";
    }

    @Override
    public int run(Path file) throws IOException {
        var cases = new Cases();
        for (JsonNode test : Json.read(file)) {
            if (test.size() < 4) continue; // a comment
            cases.run(test.toString(), () -> runCase(test));
        }
        return cases.end();
    }

    private void runCase(JsonNode test) throws MalformedException {
        var items = new ArrayList<ByteString>();
        ByteString taprootOutput = ByteString.EMPTY;
        long valueSats = 0;
        int at = 0;
        if (test.get(0).isArray()) {
            JsonNode witness = test.get(at++);
            for (int i = 0; i < witness.size() - 1; i++) {
                String item = witness.get(i).asString();
                if (item.equals("#CONTROLBLOCK#")) {
                    Secp256k1.Tweaked output = output(items.getLast());
                    taprootOutput = output.key();
                    items.add(control(output.odd()));
                } else if (item.startsWith(SCRIPT)) {
                    items.add(ScriptText.parse(item.substring(SCRIPT.length())));
                } else {
                    items.add(ByteString.fromHex(item));
                }
            }
            valueSats =
                    witness.get(witness.size() - 1).decimalValue().movePointRight(8).longValue();
        }
        ByteString scriptSig = ScriptText.parse(test.get(at++).asString());
        String coinText = test.get(at++).asString();
        ByteString scriptPubKey =
                coinText.equals("0x51 0x20 #TAPROOTOUTPUT#")
                        ? new ScriptBuilder().op(Opcode.OP_1).push(taprootOutput).build()
                        : ScriptText.parse(coinText);
        VerifyFlags flags = Spend.filled(VerifyFlags.parse(test.get(at++).asString()));
        String expected = test.get(at).asString();
        Transaction credit = Spend.crediting(scriptPubKey, valueSats);
        check(Spend.of(credit, scriptSig, List.copyOf(items)), flags, expected);
    }

    private void check(SigHashes spend, VerifyFlags flags, String expected) {
        ScriptError error = verifier.verify(spend, 0, flags);
        assertEquals(expected, nameInVectors(error, expected));
        // a flag less never fails what passed, a flag more never passes what failed
        var random = new SplittableRandom(spend.transaction().hashCode());
        for (int i = 0; i < FLAG_TRIES; i++) {
            int some = random.nextInt() & VerifyFlags.all().bits();
            int bits = error == ScriptError.OK ? flags.bits() & ~some : flags.bits() | some;
            VerifyFlags other = new VerifyFlags(bits);
            if (!other.equals(Spend.trimmed(other))) continue;
            boolean passed = verifier.verify(spend, 0, other) == ScriptError.OK;
            assertEquals(error == ScriptError.OK, passed, "with flags " + names(other));
        }
    }

    private static String nameInVectors(ScriptError error, String expected) {
        return switch (error) {
            case SIG_NULLFAIL -> "NULLFAIL";
            case SCRIPTNUM -> expected.equals("UNKNOWN_ERROR") ? expected : "SCRIPTNUM"; // older
            default -> error.name();
        };
    }

    private static String names(VerifyFlags flags) {
        var names = new StringBuilder();
        for (VerifyFlag flag : VerifyFlag.values()) {
            if (flags.has(flag)) names.append(flag).append(' ');
        }
        return names.toString();
    }

    /** The taproot output whose only leaf is a script. */
    private Secp256k1.Tweaked output(ByteString script) {
        ByteString leaf = Taproot.leafHash(Taproot.TAPSCRIPT_LEAF, script);
        return secp.tweak(INTERNAL_KEY, Taproot.tweak(INTERNAL_KEY, leaf)).orElseThrow();
    }

    private static ByteString control(boolean odd) {
        int first = odd ? Taproot.TAPSCRIPT_LEAF | 1 : Taproot.TAPSCRIPT_LEAF;
        return new ByteWriter().u8(first).bytes(INTERNAL_KEY).toByteString();
    }
}

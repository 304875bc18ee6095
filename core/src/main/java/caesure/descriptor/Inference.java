// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.crypto.Secp256k1;
import caesure.crypto.Sha256;
import caesure.script.ScriptTemplate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The descriptor that a script alone allows to tell (Bitcoin Core's InferDescriptor, for somebody
 * who knows no keys and no other scripts). Hashes hide what they are of, so most scripts become
 * {@code addr()}; what has no address becomes {@code raw()}.
 */
public final class Inference {
    private Inference() {}

    /** The descriptor of an output script, with checksum. */
    public static String of(ByteString script, AddressFormat format) {
        return Checksum.append(
                told(script, true)
                        .or(() -> Address.of(script).map(a -> "addr(" + a.text(format) + ")"))
                        .orElseGet(() -> "raw(" + script + ")"));
    }

    /**
     * The descriptor of the script that pays to the hash of a script (BIP 141) which is known.
     *
     * @param inner the script that is hashed
     */
    public static String ofWitnessScript(ByteString inner, AddressFormat format) {
        ByteString hash = Sha256.hash(inner).toByteString();
        String text = new Address.WitnessScriptHash(hash).text(format);
        return Checksum.append(
                told(inner, false).map(d -> "wsh(" + d + ")").orElse("addr(" + text + ")"));
    }

    /**
     * What says a script in whole.
     *
     * @param top whether the script is an output's and not hashed inside of one
     */
    private static Optional<String> told(ByteString script, boolean top) {
        ScriptTemplate template = ScriptTemplate.of(script);
        List<ByteString> parts = template.parts();
        return switch (template.kind()) {
            case PUBKEY -> isPlainKey(parts.getFirst(), top) ? call("pk", parts) : Optional.empty();
            case MULTISIG ->
                    parts.stream().allMatch(key -> isPlainKey(key, top))
                            ? call("multi(" + template.threshold() + ",", parts)
                            : Optional.empty();
            case WITNESS_V1_TAPROOT ->
                    top && isPoint(parts.getFirst()) ? call("rawtr", parts) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> call(String head, List<ByteString> keys) {
        String list = keys.stream().map(ByteString::toString).collect(Collectors.joining(","));
        return Optional.of((head.indexOf('(') < 0 ? head + "(" : head) + list + ")");
    }

    /** Whether a key has a form that descriptors have; inside a witness only the short one. */
    private static boolean isPlainKey(ByteString key, boolean top) {
        int head = key.at(0);
        return head == 2 || head == 3 || top && head == 4;
    }

    private static boolean isPoint(ByteString x) {
        return Secp256k1.load().engine().isPublicKey(ByteString.of(2).plus(x));
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.crypto.Hash160;
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
    private static final Optional<String> NONE = Optional.empty();

    private Inference() {}

    /** The descriptor of an output script, with checksum. */
    public static String of(ByteString script, AddressFormat format) {
        return Checksum.append(withoutChecksum(script, format));
    }

    static String withoutChecksum(ByteString script, AddressFormat format) {
        return told(script, Context.TOP)
                .or(() -> Address.of(script).map(a -> "addr(" + a.text(format) + ")"))
                .orElseGet(() -> "raw(" + script + ")");
    }

    /**
     * The descriptor of the output that pays to the hash of a script which is known (BIP 16).
     *
     * @param inner the script that is hashed
     */
    public static String ofHashedScript(ByteString inner, AddressFormat format) {
        Address address = new Address.ScriptHash(Hash160.hash(inner));
        return around("sh(", told(inner, Context.P2SH), address.text(format));
    }

    /** The same with the hash in a witness (BIP 141). */
    public static String ofWitnessScript(ByteString inner, AddressFormat format) {
        return around("wsh(", told(inner, Context.P2WSH), witness(inner).text(format));
    }

    /** The same with a script that pays to the hash of that (P2SH-P2WSH). */
    public static String ofHashedWitnessScript(ByteString inner, AddressFormat format) {
        Address address = new Address.ScriptHash(Hash160.hash(witness(inner).scriptPubKey()));
        return around(
                "sh(", told(inner, Context.P2WSH).map(d -> "wsh(" + d + ")"), address.text(format));
    }

    private static Address witness(ByteString inner) {
        return new Address.WitnessScriptHash(Sha256.hash(inner).toByteString());
    }

    private static String around(String call, Optional<String> inner, String address) {
        return Checksum.append(inner.map(d -> call + d + ")").orElse("addr(" + address + ")"));
    }

    /** What says a script in whole. */
    private static Optional<String> told(ByteString script, Context context) {
        ScriptTemplate template = ScriptTemplate.of(script);
        List<ByteString> parts = template.parts();
        return switch (template.kind()) {
            case PUBKEY -> isPlainKey(parts.getFirst(), context) ? call("pk(", parts) : NONE;
            case MULTISIG ->
                    parts.stream().allMatch(key -> isPlainKey(key, context))
                            ? call("multi(" + template.threshold() + ",", parts)
                            : NONE;
            case WITNESS_V1_TAPROOT ->
                    context == Context.TOP && isPoint(parts.getFirst())
                            ? call("rawtr(", parts)
                            : NONE;
            default -> NONE;
        };
    }

    private static Optional<String> call(String head, List<ByteString> keys) {
        String list = keys.stream().map(ByteString::toString).collect(Collectors.joining(","));
        return Optional.of(head + list + ")");
    }

    /** Whether a key has a form that descriptors have; inside a witness only the short one. */
    private static boolean isPlainKey(ByteString key, Context context) {
        int head = key.at(0);
        boolean longKeys = context == Context.TOP || context == Context.P2SH;
        return head == 2 || head == 3 || longKeys && head == 4;
    }

    private static boolean isPoint(ByteString x) {
        return Secp256k1.load().engine().isPublicKey(ByteString.of(2).plus(x));
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.LaxDer;

/** How ECDSA signatures and keys have to be written: by rule since BIP 66, and by policy. */
final class SignatureEncoding {
    private static final int BYTES_MIN = 9;
    private static final int BYTES_MAX = 73;
    private static final int COMPRESSED_BYTES = 33;
    private static final int FULL_BYTES = 65;

    private SignatureEncoding() {}

    /**
     * Fails on a signature that the flags refuse (CheckSignatureEncoding). An empty one is allowed:
     * it is the short way to give none.
     *
     * @param signature with the hash type as its last byte
     */
    static void check(ByteString signature, InputContext input) {
        if (signature.isEmpty()) return;
        boolean lowS = input.has(VerifyFlag.LOW_S);
        boolean strict = input.has(VerifyFlag.STRICTENC);
        if (!lowS && !strict && !input.has(VerifyFlag.DERSIG)) return;
        if (!isStrictDer(signature)) throw ScriptFailure.of(ScriptError.SIG_DER);
        if (lowS && !isLowS(signature)) throw ScriptFailure.of(ScriptError.SIG_HIGH_S);
        if (strict && !hasDefinedHashType(signature)) {
            throw ScriptFailure.of(ScriptError.SIG_HASHTYPE);
        }
    }

    /** Whether bytes look like a signature with a defined hash type behind it. */
    static boolean isSignature(ByteString bytes) {
        return isStrictDer(bytes) && hasDefinedHashType(bytes);
    }

    /** Fails on a public key that the flags refuse (CheckPubKeyEncoding). */
    static void checkKey(ByteString key, SigVersion version, InputContext input) {
        if (input.has(VerifyFlag.STRICTENC) && !isCompressed(key) && !isUncompressed(key)) {
            throw ScriptFailure.of(ScriptError.PUBKEYTYPE);
        }
        if (version == SigVersion.WITNESS_V0
                && input.has(VerifyFlag.WITNESS_PUBKEYTYPE)
                && !isCompressed(key)) {
            throw ScriptFailure.of(ScriptError.WITNESS_PUBKEYTYPE);
        }
    }

    /** Whether a key is as long as its first byte says; hybrid ones (06, 07) count. */
    static boolean hasKeyLength(ByteString key) {
        if (key.isEmpty()) return false;
        return switch (key.at(0)) {
            case 2, 3 -> key.length() == COMPRESSED_BYTES;
            case 4, 6, 7 -> key.length() == FULL_BYTES;
            default -> false;
        };
    }

    /**
     * Whether a signature has the one shape of BIP 66.
     *
     * <pre>
     *   30 length 02 lengthR R 02 lengthS S hashType
     * </pre>
     */
    static boolean isStrictDer(ByteString signature) {
        int length = signature.length();
        if (length < BYTES_MIN || length > BYTES_MAX) return false;
        if (signature.at(0) != 0x30 || signature.at(1) != length - 3) return false;
        int lengthR = signature.at(3);
        if (5 + lengthR >= length) return false;
        int lengthS = signature.at(5 + lengthR);
        return lengthR + lengthS + 7 == length
                && isStrictInteger(signature, 2, lengthR)
                && isStrictInteger(signature, 4 + lengthR, lengthS);
    }

    /** Whether an integer is tagged so, not negative, not empty and not padded more than needed. */
    private static boolean isStrictInteger(ByteString signature, int tagAt, int length) {
        if (signature.at(tagAt) != 0x02 || length == 0) return false;
        int first = signature.at(tagAt + 2);
        if ((first & 0x80) != 0) return false;
        return length == 1 || first != 0 || (signature.at(tagAt + 3) & 0x80) != 0;
    }

    private static boolean isLowS(ByteString signature) {
        return LaxDer.parse(signature.slice(0, signature.length() - 1))
                .map(LaxDer::isLowS)
                .orElse(false);
    }

    private static boolean hasDefinedHashType(ByteString signature) {
        int type = signature.at(signature.length() - 1) & ~SigHash.ANYONECANPAY;
        return type >= SigHash.ALL && type <= SigHash.SINGLE;
    }

    private static boolean isCompressed(ByteString key) {
        return key.length() == COMPRESSED_BYTES && (key.at(0) == 2 || key.at(0) == 3);
    }

    private static boolean isUncompressed(ByteString key) {
        return key.length() == FULL_BYTES && key.at(0) == 4;
    }
}

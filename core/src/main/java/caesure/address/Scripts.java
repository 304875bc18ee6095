// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.bytes.ByteString;

import java.util.Optional;

/**
 * The output scripts that have addresses. Each has one form only, so they are compared byte for
 * byte.
 */
final class Scripts {
    /** Length of RIPEMD-160 of SHA-256, in bytes. */
    static final int SHORT_HASH = 20;

    /** Length of SHA-256 and of an x-only public key, in bytes. */
    static final int LONG_HASH = 32;

    /** The highest version of a witness program (BIP 141). */
    static final int VERSION_MAX = 16;

    /** A witness program has 2 to 40 bytes (BIP 141). */
    static final int PROGRAM_BYTES_MIN = 2;

    static final int PROGRAM_BYTES_MAX = 40;

    /** What Pay to Anchor holds (BIP 433). */
    static final ByteString ANCHOR_PROGRAM = ByteString.of(0x4e, 0x73);

    private static final int OP_1 = 0x51;
    private static final ByteString KEY_HASH_HEAD = ByteString.of(0x76, 0xa9, SHORT_HASH);
    private static final ByteString KEY_HASH_TAIL = ByteString.of(0x88, 0xac);
    private static final ByteString SCRIPT_HASH_HEAD = ByteString.of(0xa9, SHORT_HASH);
    private static final ByteString SCRIPT_HASH_TAIL = ByteString.of(0x87);

    private Scripts() {}

    static ByteString of(Address address) {
        return switch (address) {
            case Address.KeyHash(ByteString hash) -> KEY_HASH_HEAD.plus(hash).plus(KEY_HASH_TAIL);
            case Address.ScriptHash(ByteString hash) ->
                    SCRIPT_HASH_HEAD.plus(hash).plus(SCRIPT_HASH_TAIL);
            case Address.WitnessKeyHash(ByteString hash) -> witness(0, hash);
            case Address.WitnessScriptHash(ByteString hash) -> witness(0, hash);
            case Address.Taproot(ByteString key) -> witness(1, key);
            case Address.Anchor() -> witness(1, ANCHOR_PROGRAM);
            case Address.UnknownWitness(int version, ByteString program) ->
                    witness(version, program);
        };
    }

    static Optional<Address> address(ByteString script) {
        Optional<ByteString> keyHash = between(script, KEY_HASH_HEAD, SHORT_HASH, KEY_HASH_TAIL);
        if (keyHash.isPresent()) return keyHash.map(Address.KeyHash::new);
        Optional<ByteString> scriptHash =
                between(script, SCRIPT_HASH_HEAD, SHORT_HASH, SCRIPT_HASH_TAIL);
        if (scriptHash.isPresent()) return scriptHash.map(Address.ScriptHash::new);
        int length = script.length() - 2;
        if (length < PROGRAM_BYTES_MIN || length > PROGRAM_BYTES_MAX || script.at(1) != length)
            return Optional.empty();
        int version = version(script.at(0));
        return program(version, script.slice(2, script.length()).compact());
    }

    /** The address of a witness program; none for version 0 of a length that BIP 141 refuses. */
    static Optional<Address> program(int version, ByteString program) {
        if (version == 0 && program.length() == SHORT_HASH) {
            return Optional.of(new Address.WitnessKeyHash(program));
        }
        if (version == 0 && program.length() == LONG_HASH) {
            return Optional.of(new Address.WitnessScriptHash(program));
        }
        if (version == 1 && program.length() == LONG_HASH) {
            return Optional.of(new Address.Taproot(program));
        }
        if (isAnchor(version, program)) return Optional.of(new Address.Anchor());
        if (!isUnknownWitness(version, program)) return Optional.empty();
        return Optional.of(new Address.UnknownWitness(version, program));
    }

    static boolean isUnknownWitness(int version, ByteString program) {
        return version >= 1
                && version <= VERSION_MAX
                && program.length() >= PROGRAM_BYTES_MIN
                && program.length() <= PROGRAM_BYTES_MAX
                && !(version == 1 && program.length() == LONG_HASH)
                && !isAnchor(version, program);
    }

    private static boolean isAnchor(int version, ByteString program) {
        return version == 1 && program.equals(ANCHOR_PROGRAM);
    }

    /** What an opcode pushes, 0 to 16; other numbers, which are no version, for the rest. */
    private static int version(int opcode) {
        return opcode == 0 ? 0 : opcode < OP_1 ? -1 : opcode - OP_1 + 1;
    }

    private static ByteString witness(int version, ByteString program) {
        int opcode = version == 0 ? 0 : OP_1 + version - 1;
        return ByteString.of(opcode, program.length()).plus(program);
    }

    private static Optional<ByteString> between(
            ByteString script, ByteString head, int length, ByteString tail) {
        int end = head.length() + length;
        boolean fits =
                script.length() == end + tail.length()
                        && script.startsWith(head)
                        && script.hasAt(end, tail);
        return fits ? Optional.of(script.slice(head.length(), end).compact()) : Optional.empty();
    }
}

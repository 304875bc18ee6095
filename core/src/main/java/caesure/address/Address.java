// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.util.Optional;

/**
 * A kind of output script that people have a short text for. Which network it is for is said only
 * by the text.
 *
 * <p>An output to a bare public key is none: it never had a text of its own.
 */
public sealed interface Address {
    /**
     * Pay to the hash of a public key.
     *
     * @param hash 20 bytes
     */
    record KeyHash(ByteString hash) implements Address {
        public KeyHash {
            requireLength(hash, Scripts.SHORT_HASH);
        }
    }

    /**
     * Pay to the hash of a script (BIP 16).
     *
     * @param hash 20 bytes
     */
    record ScriptHash(ByteString hash) implements Address {
        public ScriptHash {
            requireLength(hash, Scripts.SHORT_HASH);
        }
    }

    /**
     * Pay to the hash of a public key, with a witness (BIP 141).
     *
     * @param hash 20 bytes
     */
    record WitnessKeyHash(ByteString hash) implements Address {
        public WitnessKeyHash {
            requireLength(hash, Scripts.SHORT_HASH);
        }
    }

    /**
     * Pay to the hash of a script, with a witness (BIP 141).
     *
     * @param hash 32 bytes
     */
    record WitnessScriptHash(ByteString hash) implements Address {
        public WitnessScriptHash {
            requireLength(hash, Scripts.LONG_HASH);
        }
    }

    /**
     * Pay to a tweaked public key (BIP 341).
     *
     * @param outputKey 32 bytes; whether they are a point of the curve is not asked
     */
    record Taproot(ByteString outputKey) implements Address {
        public Taproot {
            requireLength(outputKey, Scripts.LONG_HASH);
        }
    }

    /** Pay to anybody, to raise the fee of its parent (BIP 433). */
    record Anchor() implements Address {}

    /**
     * A witness program whose meaning is still to be given (BIP 141).
     *
     * @param version 1 to 16
     * @param program 2 to 40 bytes, and none that another kind of address stands for
     */
    record UnknownWitness(int version, ByteString program) implements Address {
        public UnknownWitness {
            if (!Scripts.isUnknownWitness(version, program)) {
                throw new IllegalArgumentException(version + " " + program);
            }
        }
    }

    /**
     * Reads a text.
     *
     * @throws MalformedException if it is no address of that network; says what is wrong as
     *     bitcoind does, except that it does not look for the place of the error
     */
    static Address parse(String text, AddressFormat format) throws MalformedException {
        return AddressText.parse(text, format);
    }

    /** The address of an output script, if it has one (Core: ExtractDestination). */
    static Optional<Address> of(ByteString scriptPubKey) {
        return Scripts.address(scriptPubKey);
    }

    /** The text of this address on a network. */
    default String text(AddressFormat format) {
        return AddressText.of(this, format);
    }

    /** The output script that this address stands for. */
    default ByteString scriptPubKey() {
        return Scripts.of(this);
    }

    private static void requireLength(ByteString bytes, int length) {
        if (bytes.length() != length) {
            throw new IllegalArgumentException(bytes.length() + " bytes, not " + length);
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.AddressFormat;
import caesure.address.Base58;
import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash160;
import caesure.crypto.Hash256;
import caesure.crypto.HmacSha512;
import caesure.crypto.Secp256k1;

import java.util.Optional;

/**
 * A public key from which others can be derived (BIP 32, xpub).
 *
 * <pre>
 *   text = Base58Check(version(4) depth(u8) parent(4) child(u32, highest first) chain_code(32)
 *                      key(33))
 * </pre>
 *
 * @param place in the tree of keys
 * @param key 33 bytes
 */
record ExtendedKey(Place place, ByteString key) {
    static final int BYTES = 78;
    private static final int VERSION_BYTES = 4;

    /** The deepest level of a tree: one byte counts. */
    private static final int DEPTH_MAX = 255;

    /**
     * Where a key stands.
     *
     * @param depth 0 for a root
     * @param parent the fingerprint of the key above, 4 bytes
     * @param child which of its children this is, 0 to 2^32 - 1
     * @param chainCode 32 bytes
     */
    record Place(int depth, ByteString parent, long child, ByteString chainCode) {
        /** A root has nothing above it. */
        boolean isPossible() {
            return depth != 0 || child == 0 && parent.equals(ByteString.of(0, 0, 0, 0));
        }

        boolean isDeepest() {
            return depth == DEPTH_MAX;
        }

        Place below(ByteString parent, long step, ByteString chainCode) {
            return new Place(depth + 1, parent, step, chainCode);
        }

        /** What the children of a key are made from. */
        ByteString seed(ByteString key, long step) {
            byte[] number = {
                (byte) (step >>> 24), (byte) (step >>> 16), (byte) (step >>> 8), (byte) step
            };
            return HmacSha512.of(chainCode, key.plus(ByteString.wrap(number)));
        }
    }

    /** What a text of either kind says. */
    record Content(Place place, ByteString key) {
        /**
         * Reads a text with this version.
         *
         * @return empty if it is none
         */
        static Optional<Content> parse(String text, int version) {
            try {
                ByteString bytes = Base58.decodeChecked(text, BYTES);
                if (bytes.length() != BYTES) return Optional.empty();
                ByteReader in = bytes.reader();
                if (highestFirst(in.bytes(VERSION_BYTES)) != (version & 0xffff_ffffL)) {
                    return Optional.empty();
                }
                int depth = in.u8();
                ByteString parent = in.bytes(4);
                long child = highestFirst(in.bytes(4));
                var place = new Place(depth, parent, child, in.bytes(32));
                return Optional.of(new Content(place, in.bytes(33)))
                        .filter(c -> place.isPossible());
            } catch (MalformedException _) {
                return Optional.empty();
            }
        }

        private static long highestFirst(ByteString four) {
            long number = 0;
            for (int i = 0; i < four.length(); i++) number = number << 8 | four.at(i);
            return number;
        }
    }

    /** Reads a text; empty if it is no extended public key of that network. */
    static Optional<ExtendedKey> parse(String text, AddressFormat format) {
        return Content.parse(text, format.extendedKeyPrefix())
                .filter(content -> engine().isPublicKey(content.key()))
                .map(content -> new ExtendedKey(content.place(), content.key()));
    }

    String text(AddressFormat format) {
        var out = new ByteWriter(BYTES);
        number(format.extendedKeyPrefix(), out);
        out.u8(place.depth()).bytes(place.parent());
        number((int) place.child(), out);
        return Base58.encodeChecked(out.bytes(place.chainCode()).bytes(key).toByteString());
    }

    /** The first four bytes of the key's hash. */
    ByteString fingerprint() {
        return fingerprint(key);
    }

    static ByteString fingerprint(ByteString publicKey) {
        return Hash160.hash(publicKey).slice(0, 4);
    }

    /**
     * The child at a step that is not hardened.
     *
     * @return empty if the tree ends here or there is no such key (one in 2^127)
     */
    Optional<ExtendedKey> child(long step) {
        if (KeyPath.isHardened(step)) throw new IllegalArgumentException("hardened: " + step);
        if (place.isDeepest()) return Optional.empty();
        ByteString seed = place.seed(key, step);
        return engine().plus(key, Hash256.of(seed.toArray(), 0))
                .map(child ->
                        new ExtendedKey(
                                place.below(fingerprint(), step, seed.slice(32, 64)), child));
    }

    static Secp256k1 engine() {
        return Secp256k1.load().engine();
    }

    private static void number(int value, ByteWriter out) {
        out.u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;

import java.util.Optional;

/** A key in a descriptor, or one for each number of a range (BIP 380). */
sealed interface KeyExpression {
    /** The mark of hardened steps that we write where nobody chose one. */
    char MARK = 'h';

    /**
     * A key and how it came about.
     *
     * @param key 33 bytes, or 65
     * @param fingerprint of the key at the root, 4 bytes
     * @param path from there
     */
    record KeyAt(ByteString key, ByteString fingerprint, KeyPath path) {
        /** The key with its origin. */
        String text() {
            return origin() + key;
        }

        /** The same with the x coordinate alone. */
        String xOnlyText() {
            return origin() + PublicKeys.xOnly(key);
        }

        private String origin() {
            return "[" + fingerprint + path.text(MARK) + "]";
        }
    }

    /**
     * The key for a number of the range; all are alike if there is no range.
     *
     * @return empty if only the secret key leads there, and it is not known
     */
    Optional<KeyAt> at(int index);

    boolean isRange();

    /** In its public form, as bitcoind writes it. */
    String text();

    /** Length of the key in bytes, 33 or 65. */
    default int length() {
        return PublicKeys.COMPRESSED_BYTES;
    }

    /**
     * A key that is just one.
     *
     * @param isXOnly whether it is written as x coordinate
     */
    record Constant(ByteString key, boolean isXOnly) implements KeyExpression {
        @Override
        public Optional<KeyAt> at(int index) {
            return Optional.of(new KeyAt(key, ExtendedKey.fingerprint(key), KeyPath.NONE));
        }

        @Override
        public boolean isRange() {
            return false;
        }

        @Override
        public String text() {
            return (isXOnly ? PublicKeys.xOnly(key) : key).toString();
        }

        @Override
        public int length() {
            return key.length();
        }
    }

    /** Whether and how the number of the range is the last step. */
    enum Last {
        NONE,
        PLAIN,
        HARDENED
    }

    /**
     * A key derived from an extended one.
     *
     * @param secrets of the whole descriptor, with that of the root if it is known
     * @param mark of hardened steps
     */
    record Derived(
            ExtendedKey root,
            Secrets secrets,
            KeyPath path,
            Last last,
            char mark,
            AddressFormat format)
            implements KeyExpression {
        @Override
        public Optional<KeyAt> at(int index) {
            KeyPath whole =
                    switch (last) {
                        case NONE -> path;
                        case PLAIN -> path.plus(index);
                        case HARDENED -> path.plus(index | KeyPath.HARDENED);
                    };
            Optional<ExtendedKey> key = whole.isHardened() ? secretly(whole) : openly(whole);
            return key.map(found -> new KeyAt(found.key(), root.fingerprint(), whole));
        }

        private Optional<ExtendedKey> openly(KeyPath whole) {
            Optional<ExtendedKey> key = Optional.of(root);
            for (long step : whole.steps()) key = key.flatMap(parent -> parent.child(step));
            return key;
        }

        private Optional<ExtendedKey> secretly(KeyPath whole) {
            Optional<ExtendedSecret> key = secrets.of(root);
            for (long step : whole.steps()) key = key.flatMap(parent -> parent.child(step));
            return key.map(ExtendedSecret::publicKey);
        }

        @Override
        public boolean isRange() {
            return last != Last.NONE;
        }

        @Override
        public String text() {
            String range =
                    switch (last) {
                        case NONE -> "";
                        case PLAIN -> "/*";
                        case HARDENED -> "/*" + mark;
                    };
            return root.text(format) + path.text(mark) + range;
        }
    }

    /**
     * A key of which is said from what it was derived.
     *
     * @param fingerprint of the key at the root, 4 bytes
     * @param mark of hardened steps
     */
    record WithOrigin(ByteString fingerprint, KeyPath path, char mark, KeyExpression key)
            implements KeyExpression {
        @Override
        public Optional<KeyAt> at(int index) {
            return key.at(index).map(k -> new KeyAt(k.key(), fingerprint, path.plus(k.path())));
        }

        @Override
        public boolean isRange() {
            return key.isRange();
        }

        @Override
        public String text() {
            return "[" + fingerprint + path.text(mark) + "]" + key.text();
        }

        @Override
        public int length() {
            return key.length();
        }
    }
}

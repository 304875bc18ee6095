// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.crypto.Hash160;
import caesure.crypto.Sha256;
import caesure.descriptor.KeyExpression.KeyAt;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What stands for a script in a descriptor, or for one of each number of a range. */
sealed interface Expression permits TapExpression, Expression.Keyed, Expression.Fixed {

    /**
     * A script that was made.
     *
     * @param text a descriptor of just this script, without checksum
     */
    record Made(ByteString script, String text) {}

    /**
     * The scripts for a number of the range.
     *
     * @return empty if a key cannot be derived
     */
    Optional<List<Made>> at(int index);

    boolean isRange();

    /** In its public form, without checksum. */
    String text();

    /** Whether the script is told, and not only a hash or bytes. */
    default boolean isSolvable() {
        return true;
    }

    /** One key and a word. */
    enum Word {
        PK("pk"),
        PKH("pkh"),
        WPKH("wpkh"),
        COMBO("combo"),
        RAWTR("rawtr"),
        /** A key for which no script is wanted. */
        UNUSED("unused");

        final String text;

        Word(String text) {
            this.text = text;
        }

        private String call(String inside) {
            return text + "(" + inside + ")";
        }

        private List<Made> made(KeyAt key) {
            return switch (this) {
                case PK -> List.of(new Made(payToKey(key.key()), call(key.text())));
                case PKH -> List.of(keyHash(key));
                case WPKH -> List.of(witnessKeyHash(key));
                case COMBO -> all(key);
                case RAWTR ->
                        List.of(
                                new Made(
                                        new Address.Taproot(PublicKeys.xOnly(key.key()))
                                                .scriptPubKey(),
                                        call(key.xOnlyText())));
                case UNUSED -> List.of();
            };
        }

        private static Made keyHash(KeyAt key) {
            var address = new Address.KeyHash(Hash160.hash(key.key()));
            return new Made(address.scriptPubKey(), PKH.call(key.text()));
        }

        private static Made witnessKeyHash(KeyAt key) {
            var address = new Address.WitnessKeyHash(Hash160.hash(key.key()));
            return new Made(address.scriptPubKey(), WPKH.call(key.text()));
        }

        private static List<Made> all(KeyAt key) {
            List<Made> made = new ArrayList<>();
            made.addAll(PK.made(key));
            made.add(keyHash(key));
            if (PublicKeys.isCompressed(key.key())) {
                Made witness = witnessKeyHash(key);
                made.add(witness);
                made.add(hashed(witness));
            }
            return made;
        }
    }

    /** {@code sh()} of a script. */
    static Made hashed(Made inner) {
        var address = new Address.ScriptHash(Hash160.hash(inner.script()));
        return new Made(address.scriptPubKey(), "sh(" + inner.text() + ")");
    }

    /** The script that asks for a signature of a key, of whatever length. */
    static ByteString payToKey(ByteString key) {
        return new ScriptBuilder().push(key).op(Opcode.OP_CHECKSIG).build();
    }

    /** All keys of a list for a number; empty if one cannot be derived. */
    static Optional<List<KeyAt>> all(List<KeyExpression> keys, int index) {
        var all = new ArrayList<KeyAt>(keys.size());
        for (KeyExpression key : keys) {
            Optional<KeyAt> at = key.at(index);
            if (at.isEmpty()) return Optional.empty();
            all.add(at.get());
        }
        return Optional.of(all);
    }

    /** A word around something else. */
    sealed interface Keyed extends Expression permits Single, Multi, Hashed {}

    /** Something that no key is in. */
    sealed interface Fixed extends Expression permits Raw, Addressed {
        @Override
        default boolean isRange() {
            return false;
        }

        @Override
        default boolean isSolvable() {
            return false;
        }
    }

    record Single(Word word, KeyExpression key) implements Keyed {
        @Override
        public Optional<List<Made>> at(int index) {
            return key.at(index).map(word::made);
        }

        @Override
        public boolean isRange() {
            return key.isRange();
        }

        @Override
        public String text() {
            return word.call(key.text());
        }
    }

    /**
     * {@code multi()} and {@code sortedmulti()}.
     *
     * @param threshold how many keys have to sign
     */
    record Multi(int threshold, List<KeyExpression> keys, boolean isSorted) implements Keyed {
        public Multi {
            keys = List.copyOf(keys);
        }

        @Override
        public Optional<List<Made>> at(int index) {
            return all(keys, index).map(found -> List.of(made(found)));
        }

        private Made made(List<KeyAt> found) {
            List<KeyAt> order = new ArrayList<>(found);
            if (isSorted) order.sort(Comparator.comparing(KeyAt::key));
            var script = new ScriptBuilder().number(threshold);
            order.forEach(key -> script.push(key.key()));
            script.number(order.size()).op(Opcode.OP_CHECKMULTISIG);
            String list = order.stream().map(KeyAt::text).collect(Collectors.joining(","));
            return new Made(script.build(), "multi(" + threshold + "," + list + ")");
        }

        @Override
        public boolean isRange() {
            return keys.stream().anyMatch(KeyExpression::isRange);
        }

        @Override
        public String text() {
            return (isSorted ? "sortedmulti(" : "multi(") + threshold + "," + list(keys) + ")";
        }
    }

    static String list(List<KeyExpression> keys) {
        return keys.stream().map(KeyExpression::text).collect(Collectors.joining(","));
    }

    /**
     * {@code sh()} and {@code wsh()}.
     *
     * @param isWitness whether it is the latter
     */
    record Hashed(boolean isWitness, Expression inner) implements Keyed {
        @Override
        public Optional<List<Made>> at(int index) {
            return inner.at(index).map(made -> List.of(around(made.getFirst())));
        }

        private Made around(Made made) {
            if (!isWitness) return hashed(made);
            ByteString hash = Sha256.hash(made.script()).toByteString();
            return new Made(
                    new Address.WitnessScriptHash(hash).scriptPubKey(), "wsh(" + made.text() + ")");
        }

        @Override
        public boolean isRange() {
            return inner.isRange();
        }

        @Override
        public String text() {
            return (isWitness ? "wsh(" : "sh(") + inner.text() + ")";
        }
    }

    /** {@code raw()}. */
    record Raw(ByteString script, AddressFormat format) implements Fixed {
        @Override
        public Optional<List<Made>> at(int index) {
            return Optional.of(
                    List.of(new Made(script, Inference.withoutChecksum(script, format))));
        }

        @Override
        public String text() {
            return "raw(" + script + ")";
        }
    }

    /** {@code addr()}. */
    record Addressed(Address address, AddressFormat format) implements Fixed {
        @Override
        public Optional<List<Made>> at(int index) {
            ByteString script = address.scriptPubKey();
            return Optional.of(
                    List.of(new Made(script, Inference.withoutChecksum(script, format))));
        }

        @Override
        public String text() {
            return "addr(" + address.text(format) + ")";
        }
    }
}

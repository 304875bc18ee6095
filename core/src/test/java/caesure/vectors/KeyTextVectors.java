// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.address.SecretKeyText;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Addresses and secret keys of all networks (Core: key_io_tests). */
final class KeyTextVectors {
    private KeyTextVectors() {}

    /** {@code [text, script or key, {chain, isPrivkey, isCompressed, tryCaseFlip}]}. */
    static final class Valid implements VectorSuite {
        @Override
        public String glob() {
            return "vectors/core/key_io_valid*.json";
        }

        @Override
        public int run(Path file) throws Exception {
            int cases = 0;
            for (JsonNode test : new ObjectMapper().readTree(file.toFile())) {
                String text = test.get(0).asString();
                ByteString payload = ByteString.fromHex(test.get(1).asString());
                JsonNode about = test.get(2);
                AddressFormat format = format(about.get("chain").asString());
                if (about.get("isPrivkey").asBoolean()) {
                    boolean compressed = about.get("isCompressed").asBoolean();
                    checkKey(text, new SecretKeyText(payload, compressed), format);
                } else {
                    checkAddress(text, payload, format);
                    checkFlipped(text, payload, format, about.path("tryCaseFlip").asBoolean(false));
                }
                cases++;
            }
            return cases;
        }

        private static void checkKey(String text, SecretKeyText key, AddressFormat format)
                throws MalformedException {
            assertEquals(key, SecretKeyText.parse(text, format), text);
            assertEquals(text, key.text(format));
            assertNoAddress(text, format);
        }

        private static void checkAddress(String text, ByteString script, AddressFormat format)
                throws MalformedException {
            Address address = Address.parse(text, format);
            assertEquals(script, address.scriptPubKey(), text);
            assertEquals(Optional.of(address), Address.of(script), text);
            assertEquals(text, address.text(format));
            assertNoKey(text, format);
        }

        private static void checkFlipped(
                String text, ByteString script, AddressFormat format, boolean valid)
                throws MalformedException {
            String flipped = flipped(text);
            if (valid) {
                assertEquals(script, Address.parse(flipped, format).scriptPubKey(), flipped);
            } else {
                assertNoAddress(flipped, format);
            }
        }
    }

    /** {@code [text]}, which is nothing on any network. */
    static final class Invalid implements VectorSuite {
        @Override
        public String glob() {
            return "vectors/core/key_io_invalid*.json";
        }

        @Override
        public int run(Path file) throws Exception {
            int cases = 0;
            for (JsonNode test : new ObjectMapper().readTree(file.toFile())) {
                String text = test.get(0).asString();
                for (String chain : List.of("main", "test", "testnet4", "signet", "regtest")) {
                    assertNoAddress(text, format(chain));
                    assertNoKey(text, format(chain));
                }
                cases++;
            }
            return cases;
        }
    }

    private static AddressFormat format(String chain) {
        return switch (chain) {
            case "main" -> AddressFormat.MAIN;
            case "test", "testnet4", "signet" -> AddressFormat.TEST;
            case "regtest" -> AddressFormat.REGTEST;
            default -> throw new AssertionError("unknown chain " + chain);
        };
    }

    private static String flipped(String text) {
        var flipped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean upper = Character.isUpperCase(c);
            flipped.append(upper ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return flipped.toString();
    }

    private static void assertNoAddress(String text, AddressFormat format) {
        assertThrows(MalformedException.class, () -> Address.parse(text, format), text);
    }

    private static void assertNoKey(String text, AddressFormat format) {
        assertThrows(MalformedException.class, () -> SecretKeyText.parse(text, format), text);
    }
}

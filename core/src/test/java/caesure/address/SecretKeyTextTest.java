// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

class SecretKeyTextTest {
    private static final String ORDER =
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    @Test
    void readsTheKeyOne() throws MalformedException {
        ByteString one = ByteString.wrap(new byte[31]).plus(ByteString.of(1));
        assertEquals(
                "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
                new SecretKeyText(one, true).text(AddressFormat.MAIN));
        assertEquals(
                "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf",
                new SecretKeyText(one, false).text(AddressFormat.MAIN));
    }

    @Test
    void readsBackWhatItWrote() {
        Property.forAll(
                200,
                random -> {
                    byte[] key = new byte[32];
                    random.nextBytes(key);
                    key[0] &= 0x7f;
                    var secret = new SecretKeyText(ByteString.wrap(key), random.nextBoolean());
                    String text = secret.text(AddressFormat.TEST);
                    assertEquals(secret, SecretKeyText.parse(text, AddressFormat.REGTEST));
                    assertThrows(
                            MalformedException.class,
                            () -> SecretKeyText.parse(text, AddressFormat.MAIN));
                    assertThrows(
                            MalformedException.class,
                            () -> Address.parse(text, AddressFormat.TEST));
                });
    }

    @Test
    void refusesKeysOutOfRange() throws MalformedException {
        ByteString zero = ByteString.wrap(new byte[32]);
        ByteString order = ByteString.fromHex(ORDER);
        for (ByteString key : new ByteString[] {zero, order}) {
            String text = Base58.encodeChecked(ByteString.of(128).plus(key));
            assertFault("secret key out of range", text);
            assertThrows(IllegalArgumentException.class, () -> new SecretKeyText(key, false));
        }
        byte[] highest = order.toArray();
        highest[31]--;
        var secret = new SecretKeyText(ByteString.wrap(highest), true);
        assertEquals(
                secret, SecretKeyText.parse(secret.text(AddressFormat.MAIN), AddressFormat.MAIN));
    }

    @Test
    void refusesOtherShapes() throws MalformedException {
        ByteString key = ByteString.fromHex(ORDER).slice(0, 31).plus(ByteString.of(0));
        ByteString data = ByteString.of(128).plus(key);
        assertFault("wrong length for a secret key", Base58.encodeChecked(data.slice(0, 32)));
        assertFault("wrong length for a secret key", Base58.encodeChecked(ByteString.EMPTY));
        assertFault(
                "unknown mark after a secret key",
                Base58.encodeChecked(data.plus(ByteString.of(2))));
        assertFault("more than 38 bytes", Base58.encodeChecked(data.plus(ByteString.of(1, 1))));
    }

    @Test
    void showsNoKeyToALog() throws MalformedException {
        var secret = new SecretKeyText(ByteString.fromHex(ORDER.replace('4', '1')), true);
        assertFalse(secret.toString().contains("ff"));
    }

    private static void assertFault(String fault, String text) {
        var refused =
                assertThrows(
                        MalformedException.class,
                        () -> SecretKeyText.parse(text, AddressFormat.MAIN));
        assertEquals(fault, refused.getMessage());
    }
}

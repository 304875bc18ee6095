// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.address.SecretKeyText;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Text and scripts from strangers. */
class AddressFuzz {
    private static final List<AddressFormat> FORMATS =
            List.of(AddressFormat.MAIN, AddressFormat.TEST, AddressFormat.REGTEST);

    /** A text is refused or names an address that has this text, but for case and space. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (AddressFormat format : FORMATS) {
            try {
                Address address = Address.parse(text, format);
                assertEquals(address, Address.parse(address.text(format), format));
                assertEquals(Optional.of(address), Address.of(address.scriptPubKey()));
            } catch (MalformedException _) {
                // refused, as it may be
            }
        }
    }

    /** A script has no address or is the script of its address. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyScript(byte[] bytes) throws MalformedException {
        ByteString script = ByteString.copyOf(bytes);
        Optional<Address> found = Address.of(script);
        if (found.isEmpty()) return;
        Address address = found.get();
        assertEquals(script, address.scriptPubKey());
        for (AddressFormat format : FORMATS) {
            assertEquals(address, Address.parse(address.text(format), format));
        }
    }

    /** A text is refused or is that of a key. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyKey(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (AddressFormat format : FORMATS) {
            try {
                SecretKeyText key = SecretKeyText.parse(text, format);
                assertEquals(key, SecretKeyText.parse(key.text(format), format));
            } catch (MalformedException _) {
                // refused, as it may be
            }
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Sha256;
import caesure.rpc.Asking;

import org.junit.jupiter.api.Test;

import java.util.random.RandomGenerator;

class NewAddressCallsTest {
    /** Counts instead of throwing dice. */
    private static final class Counter implements RandomGenerator {
        private long next = 1;

        @Override
        public long nextLong() {
            return next++;
        }
    }

    private final Asking asking =
            new Asking(new NewAddressCalls(AddressFormat.REGTEST, new Counter()).methods());

    private String ask() throws InterruptedException {
        return asking.call("getnewaddress", "[]").replace("\"", "");
    }

    @Test
    void givesAnAddressFromWhichAnybodyCanSpend() throws InterruptedException, MalformedException {
        Address address = Address.parse(ask(), AddressFormat.REGTEST);
        var program = assertInstanceOf(Address.WitnessScriptHash.class, address);
        ByteString script = ByteString.fromHex("0801000000000000007551");
        assertEquals(Sha256.hash(script).toByteString(), program.hash());
    }

    @Test
    void givesAnotherOneEachTime() throws InterruptedException {
        assertNotEquals(ask(), ask());
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Hash256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class InventoryItemTest {
    @ParameterizedTest
    @CsvSource({
        "0x00000001, tx, true, false",
        "0x00000002, block, false, true",
        "0x00000003, merkleblock, false, true",
        "0x00000004, cmpctblock, false, true",
        "0x00000005, wtx, true, false",
        "0x40000001, witness-tx, true, false",
        "0x40000002, witness-block, false, true",
        "0x40000003, witness-merkleblock, false, false",
        "0x40000005, witness-wtx, false, false",
        "0x00000000, 0x00000000, false, false",
        "0x00000006, 0x00000006, false, false",
        "0x40000006, 0x40000006, false, false",
        "0x80000002, block, false, false",
        "0xffffffff, 0xffffffff, false, false"
    })
    void isNamedAsCoreNamesIt(String type, String name, boolean transaction, boolean block) {
        var item = new InventoryItem(Long.decode(type), Hash256.ONE);
        assertEquals(name + " " + Hash256.ONE, item.toString());
        assertEquals(transaction, item.isTransaction());
        assertEquals(block, item.isBlock());
    }

    @Test
    void servicesHaveNames() {
        assertEquals(List.of(), Services.NONE.names());
        assertEquals(
                List.of("NETWORK", "UNKNOWN[2^1]", "BLOOM", "WITNESS", "UNKNOWN[2^63]"),
                new Services(0x8000_0000_0000_000fL).names());
        assertEquals(
                List.of("COMPACT_FILTERS", "NETWORK_LIMITED", "P2P_V2"),
                Services.COMPACT_FILTERS
                        .with(Services.NETWORK_LIMITED)
                        .with(Services.P2P_V2)
                        .names());
        assertEquals("0000000000000409", new Services(0x409).toString());
    }

    @Test
    void servicesAreSets() {
        Services both = Services.NETWORK.with(Services.WITNESS);
        assertTrue(both.has(Services.WITNESS));
        assertTrue(both.has(Services.NONE));
        assertFalse(Services.WITNESS.has(both));
        assertEquals(Services.NETWORK, both.without(Services.WITNESS));
    }
}

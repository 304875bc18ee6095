// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.address.AddressFormat;
import caesure.bytes.MalformedException;
import caesure.rpc.RpcException;

import org.junit.jupiter.api.Test;

/** Which script of a descriptor a block pays to. */
class DescriptorOutputsTest {
    /** The generator of the curve, which anybody knows the key of. */
    private static final String KEY =
            "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    private static final String LONG_KEY =
            "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                    + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

    /** Its address with witness. */
    private static final String ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    private final DescriptorOutputs outputs = new DescriptorOutputs(AddressFormat.REGTEST);

    @Test
    void theOnlyScriptIsTaken() throws Exception {
        assertEquals("51", script("raw(51)#8lvh9jxk"));
        assertEquals("51", script("raw(51)"));
        assertEquals("0014751e76e8199196d454941c45d1b3a323f1433bd6", script("wpkh(" + KEY + ")"));
        assertEquals(script("wpkh(" + KEY + ")"), script("addr(" + ADDRESS + ")"));
    }

    @Test
    void ofComboTheOneWithWitnessIsTakenOrElseTheOneWithAHash() throws Exception {
        assertEquals(script("wpkh(" + KEY + ")"), script("combo(" + KEY + ")"));
        assertEquals(script("pkh(" + LONG_KEY + ")"), script("combo(" + LONG_KEY + ")"));
    }

    @Test
    void whatStandsForManyIsRefused() {
        String extended =
                "tpubD6NzVbkrYhZ4WaWSyoBvQwbpLkojyoTZPRsgXELWz3Popb3qkjcJyJUGLnL4qHHoQvao8ESaAstxYSnhyswJ76uZPStJRJCTKvosUCJZL5B";
        var range = assertThrows(RpcException.class, () -> script("wpkh(" + extended + "/*)"));
        assertEquals(-8, range.code());
        assertTrue(range.getMessage().startsWith("Ranged descriptor not accepted."));
        var paths = assertThrows(RpcException.class, () -> script("wpkh(" + extended + "/<0;1>)"));
        assertEquals("Multipath descriptor not accepted", paths.getMessage());
        var secret = assertThrows(RpcException.class, () -> script("wpkh(" + extended + "/1h)"));
        assertEquals("Cannot derive script without private keys", secret.getMessage());
    }

    @Test
    void whatIsNoneSaysWhy() {
        var e = assertThrows(MalformedException.class, () -> script("raw(51)#aaaaaaaa"));
        assertEquals(
                "Provided checksum 'aaaaaaaa' does not match computed checksum '8lvh9jxk'",
                e.getMessage());
        assertThrows(MalformedException.class, () -> script("nonsense"));
    }

    private String script(String descriptor) throws Exception {
        return outputs.script(descriptor).toString();
    }
}

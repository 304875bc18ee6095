// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.rpc.Method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

final class MempoolCallsTest {
    private final List<Method> methods = new MempoolCalls().methods();

    /** As bitcoind 31.99 answers with an empty pool. */
    @Test
    void showsAnEmptyPool(@TempDir Path folder) throws Exception {
        try (var fixture = new ChainFixture(folder)) {
            assertEquals(
                    "{\"loaded\":true,\"size\":0,\"bytes\":0,\"usage\":0,\"total_fee\":0.00000000,"
                            + "\"maxmempool\":300000000,\"mempoolminfee\":0.00000100,"
                            + "\"minrelaytxfee\":0.00000100,\"incrementalrelayfee\":0.00000100,"
                            + "\"unbroadcastcount\":0,\"permitbaremultisig\":true,"
                            + "\"maxdatacarriersize\":100000,\"limitclustercount\":64,"
                            + "\"limitclustersize\":101000,\"optimal\":true}",
                    fixture.call(methods, "getmempoolinfo", "[]"));
            assertEquals("[]", fixture.call(methods, "getrawmempool", "[]"));
            assertEquals("{}", fixture.call(methods, "getrawmempool", "[true]"));
            assertEquals(
                    "{\"txids\":[],\"mempool_sequence\":1}",
                    fixture.call(methods, "getrawmempool", "[false,true]"));
            assertEquals(
                    "-8: Verbose results cannot contain mempool sequence values.",
                    fixture.call(methods, "getrawmempool", "[true,true]"));
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.Hex;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.rpc.RpcException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Whatever bytes are to be shown as a transaction or script: an answer or a refusal. */
class DecodeFuzz {
    private static final Caller CALLER =
            new Caller(new DecodeCalls(Params.of(Network.REGTEST)).methods());

    @Test
    void showsItsSeeds() throws Exception {
        for (String seed :
                List.of("", "51", "6a4c", "5151ae", "02000000000100e1f50500000000015100000000")) {
            showsAnyTransaction(Hex.bytes(seed));
            showsAnyScript(Hex.bytes(seed));
        }
    }

    @FuzzTest(maxDuration = "10m")
    void showsAnyTransaction(byte[] bytes) throws InterruptedException {
        show("decoderawtransaction", bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void showsAnyScript(byte[] bytes) throws InterruptedException {
        show("decodescript", bytes);
    }

    private static void show(String method, byte[] bytes) throws InterruptedException {
        try {
            CALLER.call(method, List.of(Json.of(Hex.of(bytes))));
        } catch (RpcException _) {
            // refused, as it may be
        }
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.crypto.Engines;
import caesure.crypto.Hash256;
import caesure.crypto.LaxDer;
import caesure.testkit.Signer;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.Optional;

/** Signatures come from strangers: no bytes may bring the reader down or divide the engines. */
class LaxDerFuzz {
    private static final ByteString KEY = Signer.of(1).publicKey();

    @FuzzTest(maxDuration = "10m")
    void neverThrowsAndBothEnginesAgree(byte[] bytes) {
        Optional<ByteString> signature = LaxDer.parse(ByteString.copyOf(bytes));
        if (signature.isEmpty()) return;
        assertEquals(64, signature.get().length());
        LaxDer.isLowS(signature.get());
        Engines.holds(engine -> engine.verifyEcdsa(KEY, signature.get(), Hash256.ONE));
    }
}

// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import caesure.testkit.VectorSuite;
import caesure.testkit.Vectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.List;

/** Every vector file of the data folder that concerns the rules. */
class VectorsTest {
    private static final List<VectorSuite> SUITES =
            List.of(
                    new ScriptVectors(),
                    TransactionVectors.valid(),
                    TransactionVectors.invalid(),
                    new SigHashVectors(),
                    new TaprootVectors(),
                    new ScriptAssetVectors(),
                    new RealTransactionVectors(),
                    new TransactionFiles(),
                    new Base58Vectors(),
                    new KeyTextVectors.Valid(),
                    new KeyTextVectors.Invalid(),
                    new SchnorrVectors(),
                    new WycheproofVectors(),
                    new SipHashVectors(),
                    new TapTweakVectors(),
                    new HeaderRunSuite(),
                    new RetargetSuite(),
                    new HeaderForkSuite(),
                    new BlockSuite());

    @TestFactory
    List<DynamicTest> vectors() throws IOException {
        return Vectors.tests(SUITES, "chains");
    }
}

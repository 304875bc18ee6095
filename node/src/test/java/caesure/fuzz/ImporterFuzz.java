// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteWriter;
import caesure.chain.Chain;
import caesure.chain.ImportRun;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.TempFolder;
import caesure.testkit.TestChain;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever somebody's block files hold: importing them ends, and names what is bad. */
class ImporterFuzz {
    private static final Params REGTEST = Params.of(Network.REGTEST);

    /** Behind bytes of the fuzzer, which may reach into it, a good block that must be found. */
    @FuzzTest(maxDuration = "10m")
    void importsAnyFolder(byte[] bytes) throws IOException {
        Block block = TestChain.regtest().grow(1).blocks().getLast();
        try (TempFolder folder = new TempFolder();
                DataDir dir = DataDir.openWriter(folder.path().resolve("data"), "regtest");
                Chain chain = Chains.open(dir, REGTEST)) {
            Path core = Files.createDirectory(folder.path().resolve("core"));
            byte[] key = new byte[8];
            for (int i = 0; i < 8 && i < bytes.length; i++) key[i] = bytes[i];
            Files.write(core.resolve("xor.dat"), key);
            Files.write(core.resolve("blk00000.dat"), hidden(new ByteWriter().bytes(bytes), key));
            var good = new ByteWriter().bytes(REGTEST.magic()).u32(block.size());
            Files.write(core.resolve("blk00001.dat"), hidden(good.bytes(block.bytes()), key));
            try {
                new ImportRun().into(chain, core);
            } catch (IOException e) { // the fuzzer found the magic of another network
                if (!e.getMessage().contains("holds blocks of")) throw e;
                return;
            }
            List<Block> blocks = chain.block(block.hash()).stream().toList();
            if (!blocks.equals(List.of(block))) throw new AssertionError("a block was lost");
        }
    }

    private static byte[] hidden(ByteWriter out, byte[] key) {
        byte[] all = out.toArray();
        for (int i = 0; i < all.length; i++) all[i] ^= key[i % 8];
        return all;
    }
}

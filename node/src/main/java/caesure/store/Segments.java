// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbered files of a folder: PREFIX00000.dat, PREFIX00001.dat and so on, and one beside them
 * for bootstrap.dat.
 *
 * @param prefix three letters
 * @param bootstrap the name of the one beside them, number {@link BlockDB#BOOTSTRAP}
 */
record Segments(Path folder, String prefix, String bootstrap) {
    /** The highest number: five digits, 12 TiB of full files. */
    static final int NUMBER_MAX = 99_999;

    private static final int DIGITS = 5;

    static boolean isNumber(int number) {
        return number >= BlockDB.BOOTSTRAP && number <= NUMBER_MAX;
    }

    Path at(int number) {
        if (!isNumber(number)) throw new IllegalArgumentException("file number " + number);
        if (number == BlockDB.BOOTSTRAP) return folder.resolve(bootstrap);
        String digits = Integer.toString(number);
        return folder.resolve(prefix + "0".repeat(DIGITS - digits.length()) + digits + ".dat");
    }

    /**
     * The numbers of the files that are there, the lowest first; without the one beside them.
     *
     * @throws IOException also if there is no such folder
     */
    List<Integer> numbers() throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("no folder " + folder);
        var numbers = new ArrayList<Integer>();
        String digits = "[0-9]".repeat(DIGITS);
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(folder, prefix + digits + ".dat")) {
            for (Path path : all) {
                if (!Files.isRegularFile(path)) continue;
                String name = path.getFileName().toString();
                int from = prefix.length();
                numbers.add(Integer.valueOf(name.substring(from, from + DIGITS)));
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** The length of a file in bytes; -1 if it is not there. */
    long size(int number) throws IOException {
        Path path = at(number);
        return Files.isRegularFile(path) ? Files.size(path) : -1;
    }

    /** Waits until the names of new files would outlive a loss of power. */
    void forceNames() throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}

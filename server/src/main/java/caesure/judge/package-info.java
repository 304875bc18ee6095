// SPDX-License-Identifier: BSD-2-Clause
/**
 * The commands that judge files by themselves: no data directory, no chain beside the file.
 *
 * <p>{@link VerifyBlockCommand} judges one block, with the outputs that it spends if {@code
 * PrevoutsCsv} brings them; {@link VerifyHeadersCommand} a run of headers. The rules are those of
 * {@code caesure.consensus}; what they ask of a chain that is not there is answered in the block's
 * favour ({@code LonePlace}) or left out, and each report says what was not checked.
 */
package caesure.judge;

// SPDX-License-Identifier: BSD-2-Clause
/** Output descriptors (BIP 380 to 386): words for sets of scripts. */
package caesure.descriptor;

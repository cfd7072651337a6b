/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "elf_symbols.h"

#include <gelf.h>
#include <string.h>
#include <sys/stat.h>

#include "elf.h"

#define TABLE_MOST (UINT64_C(64) << 20) /* bytes of symbols, and of their names */

/* libelf reads it whole. */
static bool is_sane(Elf_Scn *section, uint64_t file_size, GElf_Shdr *ret_header)
{
	return section && gelf_getshdr(section, ret_header) && ret_header->sh_size <= TABLE_MOST &&
	       ret_header->sh_offset <= file_size &&
	       ret_header->sh_size <= file_size - ret_header->sh_offset &&
	       !(ret_header->sh_flags & SHF_COMPRESSED);
}

static Elf_Scn *find_table(Elf *file, uint64_t file_size, uint32_t type, GElf_Shdr *ret_header)
{
	Elf_Scn *section = NULL;
	while ((section = elf_nextscn(file, section)))
		if (is_sane(section, file_size, ret_header) && ret_header->sh_type == type)
			return section;
	return NULL;
}

static bool is_named_thing(const GElf_Sym *symbol)
{
	int type = GELF_ST_TYPE(symbol->st_info);
	return symbol->st_shndx != SHN_UNDEF && symbol->st_shndx != SHN_ABS &&
	       (type == STT_FUNC || type == STT_OBJECT || type == STT_GNU_IFUNC);
}

/* Keeps the lowest; of several names for one address the first. */
static void add(struct symbols *symbols, uint64_t start, const char *name)
{
	size_t known = symbols->count < SYMBOLS_NAMED ? symbols->count : SYMBOLS_NAMED, at = known;
	for (size_t i = 0; i < known; i++)
		if (symbols->named[i].start == start)
			return;
	symbols->count++;
	while (at > 0 && symbols->named[at - 1].start > start)
		at--;
	if (at == SYMBOLS_NAMED)
		return;
	size_t moved = (known < SYMBOLS_NAMED ? known : SYMBOLS_NAMED - 1) - at;
	memmove(&symbols->named[at + 1], &symbols->named[at], moved * sizeof *symbols->named);
	symbols->named[at] = (struct symbol){ .start = start };
	strncpy(symbols->named[at].name, name, sizeof symbols->named[at].name - 1);
}

static bool has_bytes_in(const GElf_Sym *symbol, uint64_t start, uint64_t end)
{
	uint64_t size = symbol->st_size ? symbol->st_size : 1;
	return symbol->st_value >= start ? symbol->st_value < end : size > start - symbol->st_value;
}

static void read_table(Elf *file, Elf_Scn *section, const GElf_Shdr *header, uint64_t start,
	uint64_t end, struct symbols *symbols)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t size_of_one = gelf_fsize(file, ELF_T_SYM, 1, EV_CURRENT);
	size_t count = data && size_of_one ? header->sh_size / size_of_one : 0;
	for (size_t i = 0; i < count && i <= INT32_MAX; i++) {
		GElf_Sym symbol;
		if (!gelf_getsym(data, (int)i, &symbol) || !is_named_thing(&symbol))
			continue;
		if (!has_bytes_in(&symbol, start, end))
			continue;
		const char *name = elf_strptr(file, header->sh_link, symbol.st_name);
		if (name && *name)
			add(symbols, symbol.st_value, name);
	}
}

static void read_file(
	Elf *file, uint64_t file_size, uint64_t start, uint64_t end, struct symbols *symbols)
{
	static const uint32_t types[] = { SHT_SYMTAB, SHT_DYNSYM };
	GElf_Shdr header, names;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		Elf_Scn *section = find_table(file, file_size, types[i], &header);
		if (!section || !is_sane(elf_getscn(file, header.sh_link), file_size, &names) ||
			names.sh_type != SHT_STRTAB)
			continue;
		read_table(file, section, &header, start, end, symbols);
		return;
	}
}

void elf_symbols_read(int fd, uint64_t start, uint64_t end, struct symbols *symbols)
{
	struct stat status;
	if (!elf_is_sane(fd) || elf_version(EV_CURRENT) == EV_NONE || fstat(fd, &status) != 0)
		return;
	Elf *file = elf_begin(fd, ELF_C_READ, NULL);
	if (!file)
		return;
	if (elf_kind(file) == ELF_K_ELF)
		read_file(file, (uint64_t)status.st_size, start, end, symbols);
	elf_end(file);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "elf.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEGMENTS_MOST 256
#define HEADERS_MOST 4096 /* sections in the file */
#define SECTIONS_MOST 512 /* of them loaded */
#define NAMES_MOST (UINT64_C(1) << 20)

static uint64_t page_size(void)
{
	return (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t page_floor(uint64_t address)
{
	return address & ~(page_size() - 1);
}

static uint64_t page_ceiling(uint64_t address)
{
	return page_floor(address + page_size() - 1);
}

/* libelf believes the counts of the header and allocates for them before it has looked further, so
 * they are judged first. The two header classes differ only in where the counts stand. */
bool elf_is_sane(int fd)
{
	union {
		unsigned char ident[EI_NIDENT];
		Elf32_Ehdr narrow;
		Elf64_Ehdr wide;
	} header = { .ident = { 0 } };
	ssize_t got = pread(fd, &header, sizeof header, 0);
	if (got < (ssize_t)sizeof header.narrow || memcmp(header.ident, ELFMAG, SELFMAG) != 0)
		return false;
	bool is_wide = header.ident[EI_CLASS] == ELFCLASS64;
	bool is_big = header.ident[EI_DATA] == ELFDATA2MSB;
	bool is_foreign = is_big != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	uint16_t segments = is_wide ? header.wide.e_phnum : header.narrow.e_phnum;
	uint16_t sections = is_wide ? header.wide.e_shnum : header.narrow.e_shnum;
	uint64_t table = is_wide ? header.wide.e_shoff : header.narrow.e_shoff;
	/* No sections but a table: the count stands elsewhere because it is 65,280 or more. */
	return !is_foreign && segments > 0 && segments <= SEGMENTS_MOST &&
	       sections <= HEADERS_MOST && (sections > 0) == (table > 0);
}

static bool maps_part_of(const struct region *region, const struct elf_segment *segment)
{
	uint64_t file_end = segment->offset + (segment->file_end - segment->start);
	return region->offset >= page_floor(segment->offset) &&
	       region->offset < page_ceiling(file_end);
}

static uint64_t bias_of(const struct region *region, const struct elf_segment *segment)
{
	uint64_t distance = region->offset - page_floor(segment->offset);
	return region->start - distance - page_floor(segment->start);
}

static int compare_segments(const void *a, const void *b)
{
	const struct elf_segment *left = a, *right = b;
	return (left->start > right->start) - (left->start < right->start);
}

static int compare_sections(const void *a, const void *b)
{
	const struct elf_section *left = a, *right = b;
	return (left->start > right->start) - (left->start < right->start);
}

static bool ends_within(uint64_t start, uint64_t size, uint64_t limit)
{
	return start <= limit && size <= limit - start;
}

static int read_segments(Elf *file, struct elf_file *elf)
{
	size_t count = 0;
	if (elf_getphdrnum(file, &count) != 0 || count > SEGMENTS_MOST)
		return -ENOEXEC;
	elf->segments = calloc(count + 1, sizeof *elf->segments);
	if (!elf->segments)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr header;
		if (!gelf_getphdr(file, (int)i, &header) || header.p_type != PT_LOAD ||
			header.p_memsz == 0 || header.p_filesz > header.p_memsz ||
			!ends_within(header.p_vaddr, header.p_memsz, INT64_MAX) ||
			!ends_within(header.p_offset, header.p_filesz, INT64_MAX) ||
			(header.p_vaddr - header.p_offset) % page_size() != 0)
			continue;
		elf->segments[elf->segment_count++] = (struct elf_segment){
			.start = header.p_vaddr,
			.end = header.p_vaddr + header.p_memsz,
			.file_end = header.p_vaddr + header.p_filesz,
			.offset = header.p_offset,
			.is_writable = header.p_flags & PF_W,
			.is_executable = header.p_flags & PF_X,
		};
	}
	return elf->segment_count > 0 ? 0 : -ENOEXEC;
}

static bool is_linker_table(const GElf_Shdr *header)
{
	static const uint32_t types[] = { SHT_DYNSYM, SHT_STRTAB, SHT_RELA, SHT_REL, SHT_RELR,
		SHT_HASH, SHT_GNU_HASH, SHT_DYNAMIC, SHT_NOTE, SHT_GNU_verdef, SHT_GNU_verneed,
		SHT_GNU_versym };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (header->sh_type == types[i])
			return true;
	return false;
}

static enum region_kind section_kind(const GElf_Shdr *header, const char *name)
{
	if (header->sh_flags & SHF_EXECINSTR)
		return REGION_TEXT;
	if (header->sh_type == SHT_NOBITS)
		return REGION_BSS;
	if (header->sh_flags & SHF_WRITE)
		return REGION_DATA;
	bool is_header = is_linker_table(header) || strcmp(name, ".interp") == 0;
	return is_header ? REGION_ELF_HEADER : REGION_RODATA;
}

static const struct elf_segment *segment_of(
	const struct elf_file *elf, uint64_t start, uint64_t size)
{
	for (size_t i = 0; i < elf->segment_count; i++)
		if (start >= elf->segments[i].start &&
			ends_within(start, size, elf->segments[i].end))
			return &elf->segments[i];
	return NULL;
}

static struct elf_section *add_section(struct elf_file *elf, uint64_t start, uint64_t size)
{
	if (size == 0 || !segment_of(elf, start, size))
		return NULL;
	struct elf_section *section = &elf->sections[elf->section_count++];
	*section = (struct elf_section){ .start = start, .end = start + size };
	return section;
}

static bool is_loaded_section(const GElf_Shdr *header)
{
	bool has_no_place = header->sh_type == SHT_NOBITS && header->sh_flags & SHF_TLS;
	return header->sh_flags & SHF_ALLOC && !has_no_place;
}

/* The names' section, 0 when its size is absurd: libelf reads it whole. */
static size_t names_section(Elf *file)
{
	size_t index = 0;
	GElf_Shdr header;
	Elf_Scn *section = elf_getshdrstrndx(file, &index) == 0 ? elf_getscn(file, index) : NULL;
	bool is_sane = section && gelf_getshdr(section, &header) && header.sh_type == SHT_STRTAB &&
		       header.sh_size <= NAMES_MOST && !(header.sh_flags & SHF_COMPRESSED);
	return is_sane ? index : 0;
}

static void read_sections(Elf *file, struct elf_file *elf)
{
	size_t names = names_section(file);
	Elf_Scn *at = NULL;
	while ((at = elf_nextscn(file, at)) && elf->section_count < SECTIONS_MOST) {
		GElf_Shdr header;
		if (!gelf_getshdr(at, &header) || !is_loaded_section(&header))
			continue;
		struct elf_section *section = add_section(elf, header.sh_addr, header.sh_size);
		if (!section)
			continue;
		const char *name = names ? elf_strptr(file, names, header.sh_name) : NULL;
		strncpy(section->name, name ? name : "", sizeof section->name - 1);
		section->kind = section_kind(&header, section->name);
	}
}

static void add_named(
	struct elf_file *elf, uint64_t start, uint64_t end, enum region_kind kind, const char *name)
{
	struct elf_section *section = add_section(elf, start, end - start);
	if (!section)
		return;
	section->kind = kind;
	strncpy(section->name, name, sizeof section->name - 1);
}

/* Section headers may be stripped; the segments still tell data from .bss. */
static void sections_from_segments(struct elf_file *elf)
{
	for (size_t i = 0; i < elf->segment_count; i++) {
		const struct elf_segment *segment = &elf->segments[i];
		if (!segment->is_writable)
			continue;
		add_named(elf, segment->start, segment->file_end, REGION_DATA, ".data");
		add_named(elf, segment->file_end, segment->end, REGION_BSS, ".bss");
	}
}

static void add_header(Elf *file, struct elf_file *elf)
{
	GElf_Ehdr header;
	if (!gelf_getehdr(file, &header))
		return;
	uint64_t size = gelf_fsize(file, ELF_T_EHDR, 1, EV_CURRENT);
	if (header.e_phoff == size)
		size += gelf_fsize(file, ELF_T_PHDR, header.e_phnum, EV_CURRENT);
	for (size_t i = 0; i < elf->segment_count; i++)
		if (elf->segments[i].offset == 0)
			add_named(elf, elf->segments[i].start, elf->segments[i].start + size,
				REGION_ELF_HEADER, "ELF header");
}

static void sort_sections(struct elf_file *elf)
{
	qsort(elf->sections, elf->section_count, sizeof *elf->sections, compare_sections);
	size_t kept = 0;
	for (size_t i = 0; i < elf->section_count; i++)
		if (kept == 0 || elf->sections[i].start >= elf->sections[kept - 1].end)
			elf->sections[kept++] = elf->sections[i];
	elf->section_count = kept;
}

static int sort_segments(struct elf_file *elf)
{
	qsort(elf->segments, elf->segment_count, sizeof *elf->segments, compare_segments);
	for (size_t i = 1; i < elf->segment_count; i++)
		if (elf->segments[i].start < elf->segments[i - 1].end)
			return -ENOEXEC;
	return 0;
}

static int read_sections_of(Elf *file, struct elf_file *elf)
{
	elf->sections = calloc(SECTIONS_MOST + 2 * SEGMENTS_MOST + 1, sizeof *elf->sections);
	if (!elf->sections)
		return -ENOMEM;
	read_sections(file, elf);
	if (elf->section_count == 0)
		sections_from_segments(elf);
	add_header(file, elf);
	sort_sections(elf);
	struct elf_section *fitting =
		realloc(elf->sections, (elf->section_count + 1) * sizeof *elf->sections);
	if (fitting)
		elf->sections = fitting;
	return 0;
}

static int read_file(Elf *file, struct elf_file *elf)
{
	GElf_Ehdr header;
	if (elf_kind(file) != ELF_K_ELF || !gelf_getehdr(file, &header) ||
		(header.e_type != ET_EXEC && header.e_type != ET_DYN))
		return -ENOEXEC;
	elf->is_fixed = header.e_type == ET_EXEC;
	int error = read_segments(file, elf);
	if (error == 0)
		error = sort_segments(elf);
	if (error == 0)
		error = read_sections_of(file, elf);
	return error;
}

int elf_file_create(int fd, struct elf_file **ret_file)
{
	if (!elf_is_sane(fd) || elf_version(EV_CURRENT) == EV_NONE)
		return -ENOEXEC;
	Elf *file = elf_begin(fd, ELF_C_READ, NULL);
	if (!file)
		return -ENOEXEC;
	struct elf_file *elf = calloc(1, sizeof *elf);
	int error = elf ? read_file(file, elf) : -ENOMEM;
	elf_end(file);
	if (error == 0)
		*ret_file = elf;
	else
		elf_file_destroy(elf);
	return error;
}

void elf_file_destroy(struct elf_file *file)
{
	if (!file)
		return;
	free(file->segments);
	free(file->sections);
	free(file);
}

const struct elf_segment *elf_file_segment_at(const struct elf_file *file, uint64_t address)
{
	for (size_t i = 0; i < file->segment_count; i++)
		if (address >= page_floor(file->segments[i].start) &&
			address < page_ceiling(file->segments[i].end))
			return &file->segments[i];
	return NULL;
}

/* Two segments may share a page of the file: what is executable tells them apart. */
bool elf_file_find_bias(
	const struct elf_file *file, const struct region *region, uint64_t *ret_bias)
{
	const struct elf_segment *found = NULL;
	bool is_executable = region->permissions & PERMISSION_EXECUTE;
	for (size_t i = 0; i < file->segment_count; i++) {
		const struct elf_segment *segment = &file->segments[i];
		if (maps_part_of(region, segment) &&
			(!found || segment->is_executable == is_executable)) {
			found = segment;
			if (segment->is_executable == is_executable)
				break;
		}
	}
	if (!found)
		return false;
	uint64_t bias = bias_of(region, found);
	if (file->is_fixed && bias != 0)
		return false;
	*ret_bias = bias;
	return true;
}

bool elf_file_is_loaded(const struct elf_file *file, uint64_t bias, const struct region *region)
{
	for (size_t i = 0; i < file->segment_count; i++)
		if (maps_part_of(region, &file->segments[i]) &&
			bias_of(region, &file->segments[i]) == bias)
			return true;
	return false;
}

uint64_t elf_segment_reach(const struct elf_segment *segment)
{
	return page_ceiling(segment->end);
}

uint64_t elf_file_reach(const struct elf_file *file)
{
	return elf_segment_reach(&file->segments[file->segment_count - 1]);
}

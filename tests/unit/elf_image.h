/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small ELF file made by hand; for tests. */
#pragma once

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

/* A small program as a linker lays it out: headers, code, data with .bss behind. */
struct elf_image {
	Elf64_Ehdr header;
	Elf64_Phdr segments[3];
	Elf64_Shdr sections[6];
	char names[64];
};

enum {
	NOTHING,
	NOTE,
	TEXT,
	DATA,
	BSS,
	NAMES
};

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define NATIVE ELFDATA2LSB
#define FOREIGN ELFDATA2MSB
#else
#define NATIVE ELFDATA2MSB
#define FOREIGN ELFDATA2LSB
#endif

static inline Elf64_Phdr elf_image_segment(
	uint32_t flags, uint64_t address, uint64_t in_file, uint64_t in_memory)
{
	return (Elf64_Phdr){ .p_type = PT_LOAD,
		.p_flags = flags,
		.p_offset = address,
		.p_vaddr = address,
		.p_filesz = in_file,
		.p_memsz = in_memory,
		.p_align = 0x1000 };
}

static inline Elf64_Shdr elf_image_section(
	uint32_t name, uint32_t type, uint64_t flags, uint64_t address, uint64_t size)
{
	return (Elf64_Shdr){ .sh_name = name,
		.sh_type = type,
		.sh_flags = flags | SHF_ALLOC,
		.sh_addr = address,
		.sh_offset = address,
		.sh_size = size };
}

static inline struct elf_image elf_image(void)
{
	struct elf_image image = {
		.header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, NATIVE,
				    EV_CURRENT },
			.e_type = ET_DYN,
			.e_machine = EM_X86_64,
			.e_version = EV_CURRENT,
			.e_phoff = offsetof(struct elf_image, segments),
			.e_shoff = offsetof(struct elf_image, sections),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = 3,
			.e_shentsize = sizeof(Elf64_Shdr),
			.e_shnum = 6,
			.e_shstrndx = NAMES },
		.segments = { elf_image_segment(PF_R, 0, 0x800, 0x800),
			elf_image_segment(PF_R | PF_X, 0x1000, 0x900, 0x900),
			elf_image_segment(PF_R | PF_W, 0x2100, 0x300, 0x4000) },
		.sections = {
			[NOTE] = elf_image_section(1, SHT_NOTE, 0, 0x400, 0x20),
			[TEXT] = elf_image_section(7, SHT_PROGBITS, SHF_EXECINSTR, 0x1000, 0x900),
			[DATA] = elf_image_section(13, SHT_PROGBITS, SHF_WRITE, 0x2100, 0x300),
			[BSS] = elf_image_section(19, SHT_NOBITS, SHF_WRITE, 0x2400, 0x3d00),
			[NAMES] = { .sh_type = SHT_STRTAB,
				.sh_offset = offsetof(struct elf_image, names),
				.sh_size = 64 },
		},
		.names = "\0.note\0.text\0.data\0.bss",
	};
	return image;
}

// Programs hidden in what should only hold images or text.
//
// Each rule tells in its `meta`: `label` (French, as shown), `effect` ("dangerous" or "note"), `kinds`
// (what the file is by its content, space-separated, or "any"). A rule adds a reason, it never absolves.

private rule is_dicom {
  condition: uint32be(128) == 0x4449434D
}

private rule whole_pe_at_start {
  condition:
    uint16(0) == 0x5A4D and uint32(0x3C) < filesize and uint32(uint32(0x3C)) == 0x00004550
}

rule program_before_dicom {
  meta:
    label = "un programme Windows placé devant une image"
    effect = "dangerous"
    kinds = "any"
  condition: is_dicom and whole_pe_at_start
}

rule elf_before_dicom {
  meta:
    label = "un programme Linux placé devant une image"
    effect = "dangerous"
    kinds = "any"
  condition: is_dicom and uint32be(0) == 0x7F454C46
}

rule macho_before_dicom {
  meta:
    label = "un programme macOS placé devant une image"
    effect = "dangerous"
    kinds = "any"
  condition:
    is_dicom and (uint32be(0) == 0xFEEDFACE or uint32be(0) == 0xFEEDFACF or uint32be(0) == 0xCEFAEDFE
      or uint32be(0) == 0xCFFAEDFE or uint32be(0) == 0xCAFEBABE)
}

rule mz_before_dicom {
  meta:
    label = "un début de programme placé devant une image"
    effect = "note"
    kinds = "any"
  condition: is_dicom and uint16(0) == 0x5A4D and not whole_pe_at_start
}

rule script_before_dicom {
  meta:
    label = "un script placé devant une image"
    effect = "dangerous"
    kinds = "any"
  strings:
    $shell = "#!/"
    $html = "<html" nocase
    $script = "<script" nocase
    $hta = "<hta:" nocase
    $echo = "@echo off" nocase
    $php = "<?php" nocase
  condition: is_dicom and ($shell at 0 or for any of ($html, $script, $hta, $echo, $php) : ($ in (0..123)))
}

rule program_inside {
  meta:
    label = "un programme Windows entier, caché dans le fichier"
    effect = "dangerous"
    kinds = "dicom pdf jpeg png gif bmp tiff webp text"
  strings:
    $dos = "This program cannot be run in DOS mode"
    $borland = "This program must be run under Win32"
  condition:
    // Both compilers put their words at a fixed place behind "MZ", which says where "PE" must be.
    for any i in (1..#dos) : (@dos[i] >= 0x4E and uint16(@dos[i] - 0x4E) == 0x5A4D
      and uint32(@dos[i] - 0x12) < 0x1000
      and uint32(@dos[i] - 0x4E + uint32(@dos[i] - 0x12)) == 0x00004550)
    or for any i in (1..#borland) : (@borland[i] >= 0x50 and uint16(@borland[i] - 0x50) == 0x5A4D
      and uint32(@borland[i] - 0x14) < 0x1000
      and uint32(@borland[i] - 0x50 + uint32(@borland[i] - 0x14)) == 0x00004550)
}

rule elf_inside {
  meta:
    label = "un programme Linux entier, caché dans le fichier"
    effect = "dangerous"
    kinds = "dicom pdf jpeg png gif bmp tiff webp text"
  strings:
    $elf = { 7F 45 4C 46 (01 | 02) (01 | 02) 01 ?? 00 00 00 00 00 00 00 00 (02 | 03) 00 (03 | 28 | 3E | B7 | F3) 00 01 00 00 00 }
  condition: $elf
}

rule shortcut_inside {
  meta:
    label = "un raccourci Windows, caché dans le fichier"
    effect = "dangerous"
    kinds = "dicom jpeg png gif bmp tiff webp text"
  strings:
    $lnk = { 4C 00 00 00 01 14 02 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
  condition: $lnk
}

rule archive_behind_dicom {
  meta:
    label = "une archive ajoutée à la suite d’une image"
    effect = "note"
    kinds = "dicom"
  strings:
    $member = { 50 4B 03 04 (0A | 14 | 2D) 00 ?? ?? (00 | 08) 00 }
    $end = { 50 4B 05 06 00 00 00 00 }
  condition: $member and $end in (filesize - 70000..filesize)
}

rule other_archive_in_dicom {
  meta:
    label = "une archive cachée dans une image"
    effect = "note"
    kinds = "dicom jpeg png gif bmp tiff"
  strings:
    $seven = { 37 7A BC AF 27 1C 00 (03 | 04) }
    $rar = { 52 61 72 21 1A 07 (00 | 01 00) }
    $cab = { 4D 53 43 46 00 00 00 00 ?? ?? ?? ?? 00 00 00 00 ?? ?? ?? ?? 00 00 00 00 03 01 }
  condition: any of them
}

rule office_in_dicom {
  meta:
    label = "un document Office caché dans une image"
    effect = "note"
    kinds = "dicom jpeg png gif bmp tiff"
  strings:
    $ole = { D0 CF 11 E0 A1 B1 1A E1 00 00 00 00 00 00 00 00 }
  condition: $ole
}

rule script_in_dicom {
  meta:
    label = "un script caché dans une image"
    effect = "note"
    kinds = "dicom jpeg png gif bmp tiff"
  strings:
    $script = "<script" nocase
    $vb = "CreateObject(" nocase
    $active = "ActiveXObject(" nocase
    $php = /<\?php[ \t\r\n]/ nocase
    $hta = "<hta:application" nocase
  condition: any of them
}

rule command_in_dicom {
  meta:
    label = "une commande Windows cachée dans une image"
    effect = "note"
    kinds = "dicom jpeg png gif bmp tiff"
  strings:
    $encoded = "powershell -e" nocase ascii wide
    $base64 = "FromBase64String(" nocase ascii wide
    $mshta = "mshta http" nocase ascii wide
    $cmd = "cmd.exe /c" nocase ascii wide
  condition: any of them
}

rule pdf_with_script_in_dicom {
  meta:
    label = "un PDF qui porte du JavaScript, caché dans une image"
    effect = "note"
    kinds = "dicom"
  strings:
    $pdf = "%PDF-1."
    $script = /\/(JavaScript|JS)[ \/(<\r\n]/
  condition: $pdf and $script
}

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The office's blue; 6 is the brand colour, 8 its dark form, 5 the fill in the dark scheme (white on it: 4.9:1). */
const office: MantineColorsTuple = [
  '#eef6fd',
  '#d9eafa',
  '#b3d5f4',
  '#85bbec',
  '#56a0e2',
  '#1a73c4',
  '#0060ad',
  '#00549a',
  '#004a87',
  '#003968',
];

/** Slate instead of neutral grey, so that the dark scheme belongs to the same family as the blue. */
const dark: MantineColorsTuple = [
  '#e6ebf0',
  '#c9d2dc',
  '#a7b3c0',
  '#74828f',
  '#3f4a56',
  '#2c353f',
  '#1b222a',
  '#12171d',
  '#0d1116',
  '#080b0e',
];

const systemFont =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  colors: { office, dark },
  primaryColor: 'office',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  fontFamily: systemFont,
  headings: { fontFamily: `"Plus Jakarta Sans Variable", ${systemFont}`, fontWeight: '700' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    CheckboxGroup: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    RadioGroup: { defaultProps: { size: 'md' } },
    // The head of a dialog is a <header>, which must not pass for a second banner of the page.
    Modal: {
      defaultProps: {
        radius: 'lg',
        centered: true,
        padding: 'lg',
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    Button: { defaultProps: { size: 'md' } },
  },
});

/** Where Mantine's own greys are too pale: text below 4.5:1, borders of inputs below 3:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#17212b',
    '--mantine-color-dimmed': '#55626f',
    '--mantine-color-placeholder': '#697683',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#00549a',
  },
  dark: {
    '--mantine-color-dimmed': '#a7b3c0',
    '--mantine-color-placeholder': '#93a0ad',
    '--mantine-color-error': '#ff9a90',
    '--mantine-color-anchor': '#85bbec',
  },
});

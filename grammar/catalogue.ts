// stub
export const syntaxCatalogue: Readonly<Record<string, { title: string; explanation: string; bad: string; good: string }>> = {};

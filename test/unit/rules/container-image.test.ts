import { expectErrors } from '../../support/expect-errors';

expectErrors('container-image', {
  'a name and a tag': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: nginx:1.29.3 }] }\n',
  ],
  capitals: [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: UPPER_Case }] }\n',
  ],
  none: [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image:  }] }\n',
    'Required spec.containers[0].image',
  ],
  empty: [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: "" }] }\n',
    'Required spec.containers[0].image',
  ],
  'a space before': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: " nginx" }] }\n',
    'Invalid spec.containers[0].image',
  ],
  'a line end after': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: "nginx\\n" }] }\n',
    'Invalid spec.containers[0].image',
  ],
  'only a space': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: " " }] }\n',
    'Invalid spec.containers[0].image',
  ],
  'a space inside': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: "a b" }] }\n',
  ],
  'a next-line character after, which Go takes for a space': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: "nginx\\x85" }] }\n',
    'Invalid spec.containers[0].image',
  ],
  'a byte order mark before, which Go takes for none': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: "\\uFEFFnginx" }] }\n',
  ],
});
